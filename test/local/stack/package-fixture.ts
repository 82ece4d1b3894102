import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { JsonObject, TemplateResource } from '../../../local/template/template.ts';

export interface PackageFixture {
  /** The whole code of the function: one CommonJS file that exports `handler`. */
  readonly code: string;
  /** Over the function's properties. */
  readonly functionProperties?: JsonObject;
  /** Over the mapping's properties. */
  readonly mappingProperties?: JsonObject;
  /** Over the new-hire queue's properties. */
  readonly queueProperties?: JsonObject;
  /** Beside, or instead of, the other resources. */
  readonly resources?: Readonly<Record<string, TemplateResource>>;
}

/** A package as the framework leaves it, of the same stack with another function. Answers its folder. */
export async function writePackage(fixture: PackageFixture): Promise<string> {
  const packageDir = await mkdtemp(join(tmpdir(), 'joiner-package-'));
  const provider = { stage: 'test', region: 'eu-west-1' };
  await Promise.all([
    writeFile(
      join(packageDir, 'cloudformation-template-update-stack.json'),
      JSON.stringify(templateOf(fixture)),
    ),
    writeFile(
      join(packageDir, 'serverless-state.json'),
      JSON.stringify({ service: { service: 'fixture', provider } }),
    ),
    writeFile(
      join(packageDir, 'fixture.zip'),
      zipSync({ 'handlers/provision-user.js': strToU8(fixture.code) }),
    ),
  ]);
  return packageDir;
}

export function removePackage(packageDir: string): Promise<void> {
  return rm(packageDir, { recursive: true });
}

function templateOf(fixture: PackageFixture) {
  return {
    Resources: {
      ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket' },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['NewHires', 'Arn'] },
          FunctionName: { 'Fn::GetAtt': ['Provision', 'Arn'] },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ScalingConfig: { MaximumConcurrency: 2 },
          ...fixture.mappingProperties,
        },
      },
      Provision: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: {
            S3Bucket: { Ref: 'ServerlessDeploymentBucket' },
            S3Key: 'serverless/fixture/test/0-2026-01-01/fixture.zip',
          },
          Handler: 'handlers/provision-user.handler',
          Runtime: 'nodejs24.x',
          Timeout: 10,
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Environment: { Variables: { COMPLETION_QUEUE_URL: { Ref: 'Completions' } } },
          ...fixture.functionProperties,
        },
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {},
          Policies: [{ Resource: { 'Fn::GetAtt': ['NewHires', 'Arn'] } }],
        },
      },
      NewHires: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: 'new-hires',
          VisibilityTimeout: 60,
          RedrivePolicy: {
            deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] },
            maxReceiveCount: 100,
          },
          ...fixture.queueProperties,
        },
      },
      DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead-letters' } },
      Rejected: { Type: 'AWS::SQS::Queue', Properties: {} },
      Completions: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'completions' } },
      Users: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
        },
      },
      Scheduled: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
        },
      },
      Changes: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'changes' } },
      ...fixture.resources,
    },
    Outputs: {
      NewHireQueueUrl: { Value: { Ref: 'NewHires' } },
      DeadLetterQueueUrl: { Value: { Ref: 'DeadLetters' } },
      RejectedQueueUrl: { Value: { Ref: 'Rejected' } },
      CompletionQueueUrl: { Value: { Ref: 'Completions' } },
      UsersTableName: { Value: { Ref: 'Users' } },
      ScheduledHiresTableName: { Value: { Ref: 'Scheduled' } },
      ProvisionFunctionName: { Value: { Ref: 'Provision' } },
      OperatorChangesLogGroupName: { Value: { Ref: 'Changes' } },
    },
  };
}
