import { eventSourceMapping } from './resources/event-source-mapping.ts';
import { lambdaFunction } from './resources/function.ts';
import {
  bucketPolicy,
  deploymentBucket,
  functionVersion,
  logGroup,
  role,
  watching,
} from './resources/inert-resources.ts';
import { queue, queuePolicy } from './resources/queue.ts';
import type { ResourceType } from './resources/resource-type.ts';
import { table } from './resources/table.ts';

/**
 * Every type of resource that the local stack knows. A template with any other does not start: what a
 * deployment has and the local stack has not must be decided here, never skipped.
 */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
  'AWS::DynamoDB::Table': table,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Lambda::Version': functionVersion,
  'AWS::IAM::Role': role,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::CloudWatch::Alarm': watching,
  'AWS::CloudWatch::Dashboard': watching,
  'AWS::Logs::QueryDefinition': watching,
  'AWS::S3::Bucket': deploymentBucket,
  'AWS::S3::BucketPolicy': bucketPolicy,
};
