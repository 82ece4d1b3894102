import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { readPackagedTemplate } from '../support/package/packaged-service.ts';
import { statementsOf } from '../support/package/queue-policy.ts';

const template = deployedTemplate();
const bucket = template.propertiesOf('IntakeBucket');

describe('the bucket of intake', () => {
  test('can never be public, and has one owner for whatever is put there', () => {
    expect(bucket).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  test('refuses every call without TLS', () => {
    expect(statementsOf(template, 'IntakeBucket')).toContainEqual({
      Sid: 'DenyWithoutTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['<IntakeBucket.Arn>', '<IntakeBucket.Arn>/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('keeps versions, of which each goes within 44 days', () => {
    const { Rules } = Object(bucket['LifecycleConfiguration']);

    expect(bucket).toHaveProperty('VersioningConfiguration', { Status: 'Enabled' });
    expect(Rules).toEqual([
      {
        Id: 'forget-files',
        Status: 'Enabled',
        ExpirationInDays: 30,
        NoncurrentVersionExpiration: { NoncurrentDays: 14 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
      { Id: 'forget-deletions', Status: 'Enabled', ExpiredObjectDeleteMarker: true },
    ]);
  });

  test('keeps a version that was replaced for as long as its notification can wait', () => {
    const { MessageRetentionPeriod } = template.propertiesOf('IntakeFilesQueue');

    expect(Number(MessageRetentionPeriod)).toBe(14 * 24 * 3_600);
  });

  test('is encrypted with a key of S3', () => {
    expect(bucket).toHaveProperty('BucketEncryption.ServerSideEncryptionConfiguration', [
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ]);
  });

  test('is encrypted with the key that the deployer names', () => {
    const KmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
    const withKey = deployedTemplate({ KmsKeyArn }).propertiesOf('IntakeBucket');

    expect(withKey).toHaveProperty('BucketEncryption.ServerSideEncryptionConfiguration', [
      {
        ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KmsKeyArn },
        BucketKeyEnabled: true,
      },
    ]);
  });

  test('notifies its queue of each object, once the queue takes notifications', () => {
    expect(bucket).toHaveProperty('NotificationConfiguration', {
      QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: '<IntakeFilesQueue.Arn>' }],
    });
    expect(readPackagedTemplate().Resources['IntakeBucket']?.DependsOn).toEqual([
      'IntakeFilesQueuePolicy',
    ]);
  });

  test('outlives the stack, under a name that no later stack has', () => {
    expect(readPackagedTemplate().Resources['IntakeBucket']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    expect(bucket).toHaveProperty('BucketName', 'joiner-intake-local');
    expect(JSON.stringify(readPackagedTemplate().Resources['IntakeBucket'])).toContain(
      '{"Ref":"AWS::StackId"}',
    );
  });
});

test('the page on a key of one’s own lets S3 use it for the notifications that the queue takes', () => {
  const page = readFileSync('docs/configuration.md', 'utf8');
  const documented = [...page.matchAll(/```json\n(.*?)```/gs)]
    .map(([, json = '']) => JSON.parse(json))
    .find(({ Sid }) => Sid === 'NotifyOfFilesOfJoiner');
  const taken = statementsOf(template, 'IntakeFilesQueue').find(({ Sid }) => Sid === 'AllowBucket');

  expect(documented).toEqual({
    Sid: 'NotifyOfFilesOfJoiner',
    Effect: 'Allow',
    Principal: Object(taken)['Principal'],
    Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::joiner-intake-*' },
    },
  });
  expect(bucket['BucketName']).toMatch(/^joiner-intake-/);
});

test('the queue of notifications takes them of this bucket of this account alone', () => {
  const { PolicyDocument } = template.propertiesOf('IntakeFilesQueuePolicy');
  const { Statement } = Object(PolicyDocument);

  expect(Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow')).toEqual([
    {
      Sid: 'AllowBucket',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '<IntakeFilesQueue.Arn>',
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111122223333' },
        ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::joiner-intake-local' },
      },
    },
  ]);
});
