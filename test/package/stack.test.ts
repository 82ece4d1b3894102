import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readAccessRules } from '../../src/access/read-access-rules.ts';
import {
  type PackagedTemplate,
  readPackagedTemplate,
} from '../support/package/packaged-service.ts';

const RULES = 'events/access-rules/finspace.yml';

let template: PackagedTemplate;

beforeAll(() => {
  template = readPackagedTemplate();
});

describe('the outputs of the stack', () => {
  test.each([
    ['NewHireQueueUrl', 'NewHireQueue'],
    ['DeadLetterQueueUrl', 'DeadLetterQueue'],
    ['RejectedQueueUrl', 'RejectedQueue'],
    ['CompletionQueueUrl', 'CompletionQueue'],
    ['UsersTableName', 'UsersTable'],
    ['ScheduledHiresTableName', 'ScheduledHiresTable'],
    ['ProvisionFunctionName', 'ProvisionUserLambdaFunction'],
    ['OperatorChangesLogGroupName', 'OperatorChangesLogGroup'],
    ['IntakeQueueUrl', 'IntakeQueue'],
    ['IntakeBucketName', 'IntakeBucket'],
    ['IntakeFilesQueueUrl', 'IntakeFilesQueue'],
    ['IntakeTableName', 'IntakeTable'],
    ['IntakeFunctionName', 'IntakeLambdaFunction'],
    ['AuditBucketName', 'AuditBucket'],
    ['AuditFunctionName', 'AuditLambdaFunction'],
  ])('%s refers to %s', (output, resource) => {
    expect(template.Outputs[output]).toHaveProperty('Value', { Ref: resource });
  });

  test('IntakeKeyArn is the ARN of IntakeKey', () => {
    expect(template.Outputs['IntakeKeyArn']).toHaveProperty('Value', {
      'Fn::GetAtt': ['IntakeKey', 'Arn'],
    });
  });

  test('AccessRulesVersion is the version of the rules that the function is packaged with', () => {
    const { version } = readAccessRules(readFileSync(RULES, 'utf8'), RULES);

    expect(template.Outputs['AccessRulesVersion']).toHaveProperty('Value', version);
  });

  test('AccessRulesGroups lists the groups of those rules, which leave no more to AccessRulesMoreGroups', () => {
    const { rules } = readAccessRules(readFileSync(RULES, 'utf8'), RULES);
    const { Value } = template.Outputs['AccessRulesGroups'] as { readonly Value: string };

    const groups = new Set(rules.flatMap((rule) => rule.groups));
    expect(JSON.parse(Value)).toEqual([...groups].toSorted());
    expect(template.Outputs['AccessRulesMoreGroups']).toHaveProperty('Value', '[]');
  });

  test('the outputs of the stack are these, six of them of intake and two of the nightly audit, and the name of the bucket that deployments upload to', () => {
    expect(Object.keys(template.Outputs).sort()).toEqual([
      'AccessRulesGroups',
      'AccessRulesMoreGroups',
      'AccessRulesVersion',
      'AuditBucketName',
      'AuditFunctionName',
      'CompletionQueueUrl',
      'DeadLetterQueueUrl',
      'IntakeBucketName',
      'IntakeFilesQueueUrl',
      'IntakeFunctionName',
      'IntakeKeyArn',
      'IntakeQueueUrl',
      'IntakeTableName',
      'NewHireQueueUrl',
      'OperatorChangesLogGroupName',
      'ProvisionFunctionName',
      'RejectedQueueUrl',
      'ScheduledHiresTableName',
      'ServerlessDeploymentBucketName',
      'UsersTableName',
      'Version',
    ]);
  });
});

describe('the bucket that deployments upload to', () => {
  const properties = () => template.Resources['ServerlessDeploymentBucket']?.Properties;

  test('the bucket that deployments upload to is encrypted', () => {
    expect(properties()).toHaveProperty(
      'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm',
      'AES256',
    );
  });

  test('the bucket that deployments upload to can never be public', () => {
    expect(properties()).toHaveProperty('PublicAccessBlockConfiguration', {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });

  test('the bucket that deployments upload to refuses every call without TLS', () => {
    expect(template.Resources['ServerlessDeploymentBucketPolicy']?.Properties).toHaveProperty(
      'PolicyDocument.Statement.0',
      expect.objectContaining({
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': false } },
      }),
    );
  });
});

test('the stack has no resource but these and what watches them', () => {
  const watching = /^AWS::(CloudWatch|Logs::QueryDefinition|Events::Rule)/;
  const others = Object.entries(template.Resources)
    .filter(([, { Type }]) => !watching.test(Type))
    .map(([logicalId]) => logicalId);
  expect(others.sort()).toEqual([
    'AuditBucket',
    'AuditBucketPolicy',
    'AuditLambdaFunction',
    'AuditLogGroup',
    'AuditPermission',
    'AuditRole',
    'CompletionQueue',
    'CompletionQueuePolicy',
    'ContinueAuditPermission',
    'DeadLetterQueue',
    'DeadLetterQueuePolicy',
    'IntakeBucket',
    'IntakeBucketPolicy',
    'IntakeEventSourceMapping',
    'IntakeFilesEventSourceMapping',
    'IntakeFilesQueue',
    'IntakeFilesQueuePolicy',
    'IntakeKey',
    'IntakeKeyAlias',
    'IntakeLambdaFunction',
    'IntakeLogGroup',
    'IntakeQueue',
    'IntakeQueuePolicy',
    'IntakeRole',
    'IntakeTable',
    'NewHireQueue',
    'NewHireQueuePolicy',
    'OperatorChangesLogGroup',
    'ProvisionUserEventSourceMapping',
    'ProvisionUserLambdaFunction',
    'ProvisionUserLogGroup',
    'ProvisionUserRole',
    'PseudonymKey',
    'PseudonymKeyAlias',
    'RejectedQueue',
    'RejectedQueuePolicy',
    'ReleaseDueHiresLambdaFunction',
    'ReleaseDueHiresLogGroup',
    'ReleaseDueHiresPermission',
    'ReleaseDueHiresRole',
    'ScheduledHiresTable',
    'ServerlessDeploymentBucket',
    'ServerlessDeploymentBucketPolicy',
    'UsersTable',
  ]);
});
