import { globSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Unzipped, unzipSync } from 'fflate';
import type { JsonObject } from '../../local/template/template.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { readPackagedTemplate, readPackagedZip } from '../support/package/packaged-service.ts';
import { bundleService } from './service-bundle.ts';

const template = deployedTemplate();
const properties = template.propertiesOf('IntakeLambdaFunction');
const packaged = readPackagedTemplate();

test('a stack without sources has nothing of intake', () => {
  const { Resources, Outputs } = packaged;
  const ofIntake = Object.entries({ ...Resources, ...Outputs }).filter(([id]) =>
    id.startsWith('Intake'),
  );
  const conditions = ofIntake.map(([, { Condition }]) => Condition);

  expect(new Set(conditions)).toEqual(new Set(['HasSources', 'ReportsIntakeChanges']));
  expect(packaged.Conditions).toMatchObject({
    HasSources: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Sources' }, ''] }] },
    ReportsIntakeChanges: {
      'Fn::And': [{ Condition: 'ReportsChanges' }, { Condition: 'HasSources' }],
    },
  });
});

test('what a stack without sources keeps refers to nothing of intake', () => {
  const without = deployedTemplate({ Sources: '' });
  const types = new Set(Object.values(packaged.Resources).map(({ Type }) => Type));
  const ids = [...types].flatMap((type) => without.idsOf(type));
  const kept = JSON.stringify(ids.map((id) => without.propertiesOf(id)));

  expect(ids).toContain('DeadLetterQueue');
  expect(kept).not.toMatch(/<Intake|-intake/);
});

describe('intake', () => {
  test('is handlers/intake.ts, on Node.js 24 and arm64', () => {
    expect(properties).toMatchObject({
      Handler: 'handlers/intake.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Role: '<IntakeRole.Arn>',
      Timeout: 300,
      MemorySize: 1024,
    });
  });

  test('reads these settings, and beside those of the directory, which it ignores, no other', () => {
    const { Variables } = Object(properties['Environment']);
    const own = Object.entries(Variables).filter(([name]) => !name.startsWith('FINSPACE_'));

    expect(Object.fromEntries(own)).toEqual({
      SOURCES:
        'adp,bamboohr,entra-bulk,hibob,merge,personio,rippling,scim,successfactors,ukg,workday',
      INTAKE_MAX_NEW: '500',
      ACCEPTED_EVENT_TYPES: '',
      INTAKE_TABLE_NAME: '<IntakeTable>',
      INTAKE_BUCKET_NAME: '<IntakeBucket>',
      INTAKE_QUEUE_URL: '<IntakeQueue>',
      INTAKE_QUEUE_ARN: '<IntakeQueue.Arn>',
      INTAKE_FILES_QUEUE_URL: '<IntakeFilesQueue>',
      INTAKE_FILES_QUEUE_ARN: '<IntakeFilesQueue.Arn>',
      PSEUDONYM_KEY_ARN: '<IntakeKey.Arn>',
      NEW_HIRE_QUEUE_URL: '<NewHireQueue>',
      COMPLETION_QUEUE_URL: '<CompletionQueue>',
      REJECTED_QUEUE_URL: '<RejectedQueue>',
      POWERTOOLS_SERVICE_NAME: 'joiner',
      POWERTOOLS_LOG_LEVEL: 'INFO',
      POWERTOOLS_METRICS_NAMESPACE: 'Joiner',
      STAGE: 'local',
    });
  });

  test('reserves no concurrency, which an account that has little of it could not give', () => {
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test.each([
    ['IntakeEventSourceMapping', 'IntakeQueue', 10],
    ['IntakeFilesEventSourceMapping', 'IntakeFilesQueue', 1],
  ])('%s feeds it from %s, %i at a time', (mapping, queue, batchSize) => {
    expect(template.propertiesOf(mapping)).toEqual({
      EventSourceArn: `<${queue}.Arn>`,
      FunctionName: '<IntakeLambdaFunction.Arn>',
      BatchSize: batchSize,
      MaximumBatchingWindowInSeconds: 0,
      ScalingConfig: { MaximumConcurrency: 2 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });
});

describe('the role of intake', () => {
  const role = packaged.Resources['IntakeRole']?.Properties;

  test('can be assumed by Lambda alone, for this function', () => {
    expect(role).toHaveProperty('AssumeRolePolicyDocument.Statement', [
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnEquals: {
            'aws:SourceArn': {
              'Fn::Sub':
                'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:joiner-local-intake',
            },
          },
        },
      },
    ]);
  });

  test('grants these calls and no other: none of a directory, of records, of hires that wait, or of the key of the pseudonyms', () => {
    expect(statementsOf(template)).toEqual([
      ['WriteOwnLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], ['<IntakeLogGroup.Arn>']],
      [
        'ConsumeRecordsAndNotifications',
        [
          'sqs:ReceiveMessage',
          'sqs:DeleteMessage',
          'sqs:ChangeMessageVisibility',
          'sqs:GetQueueAttributes',
        ],
        ['<IntakeQueue.Arn>', '<IntakeFilesQueue.Arn>'],
      ],
      ['ReadFiles', ['s3:GetObjectVersion'], ['arn:aws:s3:::joiner-intake-local/*']],
      ['KnowThatAFileIsGone', ['s3:ListBucket'], ['arn:aws:s3:::joiner-intake-local']],
      [
        'KeepProgressAndMarks',
        ['dynamodb:BatchGetItem', 'dynamodb:PutItem'],
        ['<IntakeTable.Arn>'],
      ],
      [
        'SendHiresAndRejections',
        ['sqs:SendMessage'],
        ['<NewHireQueue.Arn>', '<RejectedQueue.Arn>', '<CompletionQueue.Arn>'],
      ],
      ['SignWithOwnKey', ['kms:GenerateMac'], ['<IntakeKey.Arn>']],
    ]);
  });

  test('borrows no managed policy', () => {
    expect(role).not.toHaveProperty('ManagedPolicyArns');
  });

  test('may use the key that the deployer names, through the three services that it encrypts', () => {
    const KmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
    const withKey = deployedTemplate({ KmsKeyArn });

    expect(statementsOf(withKey)?.at(-1)).toEqual([
      'UseKey',
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      [KmsKeyArn],
    ]);
    expect(JSON.stringify(withKey.propertiesOf('IntakeRole'))).toContain(
      '"kms:ViaService":["sqs.eu-west-1.amazonaws.com","dynamodb.eu-west-1.amazonaws.com","s3.eu-west-1.amazonaws.com"]',
    );
  });
});

function statementsOf(deployed: typeof template) {
  const [policy] = deployed.propertiesOf('IntakeRole')['Policies'] as unknown as {
    PolicyDocument: { Statement: readonly JsonObject[] };
  }[];
  return policy?.PolicyDocument.Statement.map(({ Sid, Action, Resource }) => [
    Sid,
    [Action].flat(),
    [Resource].flat(),
  ]);
}

describe('the table of intake', () => {
  const table = template.propertiesOf('IntakeTable');

  test('has one key and no index', () => {
    expect(table).toHaveProperty('KeySchema', [{ AttributeName: 'pk', KeyType: 'HASH' }]);
    expect(table).not.toHaveProperty('GlobalSecondaryIndexes');
  });

  test('is paid by the request, lets its items end, and can be restored to any second of seven days', () => {
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      PointInTimeRecoverySpecification: {
        PointInTimeRecoveryEnabled: true,
        RecoveryPeriodInDays: 7,
      },
    });
  });

  test('outlives the stack and its replacement, refuses to be deleted, and has no fixed name', () => {
    expect(packaged.Resources['IntakeTable']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    expect(table).toHaveProperty('DeletionProtectionEnabled', true);
    expect(table).not.toHaveProperty('TableName');
  });
});

describe('what Lambda gets for intake', () => {
  const zip = readPackagedZip('intake');
  let files: Unzipped;
  let inputs: readonly string[];
  beforeAll(async () => {
    files = unzipSync(zip);
    const { metafile } = await bundleService(undefined, 'intake');
    inputs = Object.keys(metafile.inputs);
  });

  test('is one file of code, and every source', () => {
    const sources = globSync('sources/*.yml').toSorted();

    expect(Object.keys(files).toSorted()).toEqual(['handlers/intake.js', ...sources]);
    for (const path of sources) expect(Buffer.from(files[path] ?? [])).toEqual(readFileSync(path));
  });

  test('has neither the engine nor a directory', () => {
    const others = /^src\/(targets|provisioning\/provision-hire|runtime\/targets|aws\/users-table)/;
    expect(inputs.filter((input) => others.test(input))).toEqual([]);
  });

  test('has of S3 what it needs at its start, without event streams', () => {
    const code = Buffer.from(files['handlers/intake.js'] ?? []).toString();
    const required = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);

    expect(inputs).toContain('node_modules/@aws-sdk/client-s3/dist-es/S3Client.js');
    expect(required.filter((name) => name?.includes('event-streams'))).toHaveLength(1);
  });

  test('weighs less than 310 KB', () => {
    expect(zip.length).toBeLessThan(310_000);
  });
});
