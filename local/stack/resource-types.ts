import { bucket } from './resources/bucket.ts';
import { eventRule } from './resources/event-rule.ts';
import { eventSourceMapping } from './resources/event-source-mapping.ts';
import { lambdaFunction } from './resources/function.ts';
import { hmacKey } from './resources/hmac-key.ts';
import {
  bucketPolicy,
  functionPermission,
  functionVersion,
  keyAlias,
  logGroup,
  monitoring,
  role,
} from './resources/inert-resources.ts';
import { queue, queuePolicy } from './resources/queue.ts';
import type { ResourceType } from './resources/resource-type.ts';
import { table } from './resources/table.ts';

/**
 * The resource types that the local stack supports. A template with any other type does not start: every
 * difference from a deployment must be a decision in this list.
 */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
  'AWS::DynamoDB::Table': table,
  'AWS::KMS::Key': hmacKey,
  'AWS::KMS::Alias': keyAlias,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Lambda::Permission': functionPermission,
  'AWS::Lambda::Version': functionVersion,
  'AWS::IAM::Role': role,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::CloudWatch::Alarm': monitoring,
  'AWS::CloudWatch::Dashboard': monitoring,
  'AWS::Logs::QueryDefinition': monitoring,
  'AWS::Events::Rule': eventRule,
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': bucketPolicy,
};
