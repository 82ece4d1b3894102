import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../local/template/template.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { matches } from '../support/package/event-pattern.ts';
import { readPackagedTemplate } from '../support/package/packaged-service.ts';
import { configurationOf, saidOf } from './service-configuration.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:on-call';
const template = deployedTemplate({ AlarmTopicArn: TOPIC });
const rule = template.propertiesOf('ChangesRule');
const data = template.propertiesOf('DataChangesRule');
const sweep = template.propertiesOf('SweepChangesRule');
const intake = template.propertiesOf('IntakeChangesRule');
const intakeData = template.propertiesOf('IntakeDataChangesRule');
const logs = template.propertiesOf('LogChangesRule');
const tables = template.propertiesOf('TableChangesRule');
const alarms = template.propertiesOf('AlarmChangesRule');
const intakeLog = template.propertiesOf('IntakeLogChangesRule');
const intakeTable = template.propertiesOf('IntakeTableChangesRule');
const audit = template.propertiesOf('AuditChangesRule');
const auditData = template.propertiesOf('AuditDataChangesRule');
const RULES = [
  ...[rule, data, sweep, logs, alarms, tables],
  ...[intake, intakeData, intakeLog, intakeTable],
  ...[audit, auditData],
];

const isReported = (
  eventSource: string,
  eventName: string,
  requestParameters: JsonObject,
  by: readonly JsonObject[] = RULES,
) => by.some((one) => isReportedBy(one, eventSource, eventName, requestParameters));

const isReportedBy = (
  one: JsonObject,
  eventSource: string,
  eventName: string,
  requestParameters: JsonObject,
) => isMatch(one, { eventSource, eventName, requestParameters });

const isMatch = (one: JsonObject, detail: JsonObject & { readonly eventSource: string }) =>
  matches(
    {
      source: detail.eventSource.replace(/(\w+)\.amazonaws\.com/, 'aws.$1'),
      'detail-type': 'AWS API Call via CloudTrail',
      detail,
    },
    one['EventPattern'] as JsonObject,
  );

/** CloudTrail writes the version of the API into the names of Lambda's calls. */
describe('a change is reported', () => {
  const FUNCTION = '<ProvisionUserLambdaFunction>';
  const MAPPING = '<ProvisionUserEventSourceMapping>';
  const arn = `arn:aws:lambda:eu-west-1:111122223333:function:${FUNCTION}`;

  test.each<[string, JsonObject]>([
    ['UpdateFunctionCode20150331v2', { functionName: FUNCTION }],
    ['UpdateFunctionConfiguration20150331v2', { functionName: arn }],
    ['DeleteFunction20150331', { functionName: FUNCTION }],
    ['AddPermission20150331v2', { functionName: `${arn}:$LATEST` }],
    ['RemovePermission20150331v2', { functionName: FUNCTION }],
    ['PutFunctionConcurrency20171031', { functionName: FUNCTION }],
    ['CreateFunctionUrlConfig', { functionName: FUNCTION }],
    ['CreateEventSourceMapping20150331', { functionName: arn }],
    ['UpdateEventSourceMapping20150331', { uUID: MAPPING, enabled: false }],
    ['UpdateEventSourceMapping20150331', { uuid: MAPPING }],
    ['DeleteEventSourceMapping20150331', { uUID: MAPPING }],
  ])('%s of Lambda with %j', (eventName, parameters) => {
    expect(isReported('lambda.amazonaws.com', eventName, parameters)).toBe(true);
  });

  test.each([
    'PutRolePolicy',
    'AttachRolePolicy',
    'DetachRolePolicy',
    'DeleteRolePolicy',
    'UpdateAssumeRolePolicy',
    'PutRolePermissionsBoundary',
    'DeleteRolePermissionsBoundary',
    'DeleteRole',
  ])('%s of IAM', (eventName) => {
    const parameters = { roleName: '<ProvisionUserRole>' };

    expect(isReported('iam.amazonaws.com', eventName, parameters)).toBe(true);
  });

  test.each(
    ['NewHireQueue', 'CompletionQueue', 'RejectedQueue', 'DeadLetterQueue'].flatMap((queue) =>
      ['SetQueueAttributes', 'AddPermission', 'RemovePermission', 'DeleteQueue'].map(
        (eventName) => [eventName, queue] as const,
      ),
    ),
  )('%s on %s', (eventName, queue) => {
    const queueUrl = `https://sqs.eu-west-1.amazonaws.com/111122223333/<${queue}.QueueName>`;

    expect(isReported('sqs.amazonaws.com', eventName, { queueUrl })).toBe(true);
  });
});

test.each<[string, string, JsonObject]>([
  ['lambda', 'UpdateFunctionCode20150331v2', { functionName: '<ReleaseDueHiresLambdaFunction>' }],
  ['iam', 'PutRolePolicy', { roleName: '<ReleaseDueHiresRole>' }],
  ['events', 'DisableRule', { name: '<ReleaseDueHiresRule>' }],
  ['events', 'RemoveTargets', { rule: '<ReleaseDueHiresRule>' }],
])('a change of the sweep is reported: %s %s with %j', (service, eventName, parameters) => {
  expect(isReported(`${service}.amazonaws.com`, eventName, parameters)).toBe(true);
});

test.each<[string, string, JsonObject]>([
  ['lambda', 'UpdateFunctionCode20150331v2', { functionName: '<IntakeLambdaFunction>' }],
  ['lambda', 'UpdateEventSourceMapping20150331', { uUID: '<IntakeEventSourceMapping>' }],
  ['lambda', 'DeleteEventSourceMapping20150331', { uuid: '<IntakeFilesEventSourceMapping>' }],
  ['iam', 'PutRolePolicy', { roleName: '<IntakeRole>' }],
  ['sqs', 'SetQueueAttributes', { queueUrl: 'https://sqs/1/<IntakeQueue.QueueName>' }],
  ['sqs', 'AddPermission', { queueUrl: 'https://sqs/1/<IntakeFilesQueue.QueueName>' }],
  ['s3', 'PutBucketPolicy', { bucketName: '<IntakeBucket>' }],
  ['s3', 'PutBucketPublicAccessBlock', { bucketName: '<IntakeBucket>' }],
  ['s3', 'DeleteBucketEncryption', { bucketName: '<IntakeBucket>' }],
  ['kms', 'DisableKey', { keyId: '<IntakeKey>' }],
  ['kms', 'PutKeyPolicy', { keyId: 'arn:aws:kms:eu-west-1:111122223333:key/<IntakeKey>' }],
  ['kms', 'CreateGrant', { keyId: '<IntakeKey>' }],
  ['kms', 'DeleteAlias', { aliasName: 'alias/joiner-local-intake' }],
])('a change of intake is reported: %s %s with %j', (service, eventName, parameters) => {
  expect(isReported(`${service}.amazonaws.com`, eventName, parameters)).toBe(true);
});

test.each<[string, JsonObject]>([
  ['PutMetricAlarm', { alarmName: 'joiner-local-created-elevated' }],
  ['PutCompositeAlarm', { alarmName: 'joiner-local-created-elevated' }],
  ['SetAlarmState', { alarmName: 'joiner-local-created-elevated', stateValue: 'OK' }],
  ['DeleteAlarms', { alarmNames: ['another', 'joiner-local-created-elevated'] }],
  ['DisableAlarmActions', { alarmNames: ['joiner-local-created-elevated'] }],
  ['PutAlarmMuteRule', { muteTargets: { alarmNames: ['joiner-local-created-elevated'] } }],
])('a call that silences an alarm is reported: %s with %j', (eventName, parameters) => {
  expect(isReported('monitoring.amazonaws.com', eventName, parameters)).toBe(true);
});

test.each<[string, string, JsonObject]>([
  ['lambda', 'UpdateFunctionCode20150331v2', { functionName: '<AuditLambdaFunction>' }],
  ['iam', 'PutRolePolicy', { roleName: '<AuditRole>' }],
  ['events', 'DisableRule', { name: '<AuditRule>' }],
  ['events', 'PutTargets', { rule: '<ContinueAuditRule>' }],
  ['s3', 'PutBucketPolicy', { bucketName: '<AuditBucket>' }],
  ['s3', 'PutBucketLifecycle', { bucketName: '<AuditBucket>' }],
])('a change of the nightly audit is reported: %s %s with %j', (service, eventName, parameters) => {
  expect(isReported(`${service}.amazonaws.com`, eventName, parameters)).toBe(true);
});

describe.each([
  'ProvisionUserLogGroup',
  'ReleaseDueHiresLogGroup',
  'OperatorChangesLogGroup',
  'IntakeLogGroup',
  'AuditLogGroup',
])('a call that ends, thins out or copies the log %s is reported:', (group) => {
  const name = `<${group}>`;
  const arn = `arn:aws:logs:eu-west-1:111122223333:log-group:${name}`;

  test.each([
    'DeleteLogGroup',
    'DeleteLogStream',
    'PutRetentionPolicy',
    'DeleteRetentionPolicy',
    'AssociateKmsKey',
    'DisassociateKmsKey',
    'PutSubscriptionFilter',
    'DeleteSubscriptionFilter',
    'CreateExportTask',
  ])('%s', (eventName) => {
    expect(isReported('logs.amazonaws.com', eventName, { logGroupName: name })).toBe(true);
  });

  test.each(['PutDataProtectionPolicy', 'DeleteDataProtectionPolicy'])(
    '%s, by name or ARN',
    (eventName) => {
      const identifiers = [name, arn, `${arn}:*`];
      const areReported = identifiers.map((logGroupIdentifier) =>
        isReported('logs.amazonaws.com', eventName, { logGroupIdentifier }),
      );

      expect(areReported).toEqual([true, true, true]);
    },
  );

  test.each(['AssociateKmsKey', 'DisassociateKmsKey'])('%s, by ARN', (eventName) => {
    expect(isReported('logs.amazonaws.com', eventName, { resourceIdentifier: arn })).toBe(true);
  });
});

describe.each(['UsersTable', 'ScheduledHiresTable', 'IntakeTable'])(
  'a call that changes, copies or deletes the table %s is reported:',
  (table) => {
    const name = `<${table}>`;
    const arn = `arn:aws:dynamodb:eu-west-1:111122223333:table/${name}`;

    test.each([
      'UpdateTable',
      'UpdateTimeToLive',
      'UpdateTableReplicaAutoScaling',
      'UpdateContinuousBackups',
      'EnableKinesisStreamingDestination',
      'UpdateKinesisStreamingDestination',
      'DeleteTable',
      'CreateBackup',
    ])('%s, by name or ARN', (eventName) => {
      const areReported = [name, arn].map((tableName) =>
        isReported('dynamodb.amazonaws.com', eventName, { tableName }),
      );

      expect(areReported).toEqual([true, true]);
    });

    test.each<[string, JsonObject]>([
      ['PutResourcePolicy', { resourceArn: arn }],
      ['DeleteResourcePolicy', { resourceArn: arn }],
      ['ExportTableToPointInTime', { tableArn: arn }],
      ['RestoreTableToPointInTime', { sourceTableName: name }],
      ['RestoreTableToPointInTime', { sourceTableArn: arn }],
    ])('%s with %j', (eventName, parameters) => {
      expect(isReported('dynamodb.amazonaws.com', eventName, parameters)).toBe(true);
    });

    test('UpdateTable whose request has no name, by its response', () => {
      const detail = {
        eventSource: 'dynamodb.amazonaws.com',
        eventName: 'UpdateTable',
        requestParameters: { provisionedThroughput: { readCapacityUnits: 25 } },
        responseElements: { tableDescription: { tableName: name } },
      };

      expect(RULES.some((one) => isMatch(one, detail))).toBe(true);
    });
  },
);

describe('a change to what reports changes', () => {
  test.each([
    'joiner-local-changes',
    'joiner-local-changes-of-data',
    'joiner-local-changes-of-sweep',
    'joiner-local-changes-of-intake',
    'joiner-local-changes-of-intake-data',
    'joiner-local-changes-of-logs',
    'joiner-local-changes-of-tables',
    'joiner-local-changes-of-intake-logs',
    'joiner-local-changes-of-intake-table',
    'joiner-local-changes-of-audit',
    'joiner-local-changes-of-audit-data',
  ])('is reported by the other rules, for %s', (name) => {
    const others = RULES.filter(({ Name }) => Name !== name);
    const isSeen = (eventName: string, parameters: JsonObject) =>
      isReported('events.amazonaws.com', eventName, parameters, others);

    expect(others).toHaveLength(RULES.length - 1);
    expect(['PutRule', 'DisableRule', 'DeleteRule'].map((call) => isSeen(call, { name }))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['PutTargets', 'RemoveTargets'].map((call) => isSeen(call, { rule: name }))).toEqual([
      true,
      true,
    ]);
  });
});

describe('a change to the key of the pseudonyms is reported', () => {
  const KEYS = [
    ['of the stack', {}, '<PseudonymKey>'],
    [
      'of another stack',
      { PseudonymKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234-abcd' },
      '1234-abcd',
    ],
  ] as const;

  test.each(
    KEYS.flatMap(([whose, parameters, keyId]) =>
      ['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy', 'CreateGrant', 'TagResource'].map(
        (eventName) => [eventName, whose, parameters, keyId] as const,
      ),
    ),
  )('%s on the key %s, by id or ARN', (eventName, _whose, parameters, keyId) => {
    const by = [
      deployedTemplate({ AlarmTopicArn: TOPIC, ...parameters }).propertiesOf('DataChangesRule'),
    ];
    const keyArn = `arn:aws:kms:eu-west-1:111122223333:key/${keyId}`;

    expect(isReported('kms.amazonaws.com', eventName, { keyId }, by)).toBe(true);
    expect(isReported('kms.amazonaws.com', eventName, { keyId: keyArn }, by)).toBe(true);
  });

  test.each(['UpdateAlias', 'DeleteAlias'])('%s', (eventName) => {
    const parameters = { aliasName: 'alias/joiner-local-pseudonyms' };

    expect(isReported('kms.amazonaws.com', eventName, parameters)).toBe(true);
  });
});

test.each<[string, string, JsonObject]>([
  [
    'lambda.amazonaws.com',
    'TagResource20170331v2',
    { resource: 'arn:aws:lambda:eu-west-1:111122223333:function:<ProvisionUserLambdaFunction>' },
  ],
  [
    'lambda.amazonaws.com',
    'UntagResource20170331v2',
    { resource: 'arn:aws:lambda:eu-west-1:111122223333:function:<ProvisionUserLambdaFunction>' },
  ],
  ['iam.amazonaws.com', 'TagRole', { roleName: '<ProvisionUserRole>' }],
  ['iam.amazonaws.com', 'UntagRole', { roleName: '<ProvisionUserRole>' }],
  ['sqs.amazonaws.com', 'TagQueue', { queueUrl: 'https://sqs/1/<RejectedQueue.QueueName>' }],
  ['sqs.amazonaws.com', 'UntagQueue', { queueUrl: 'https://sqs/1/<NewHireQueue.QueueName>' }],
])('the change of a tag, %s %s with %j, is reported', (eventSource, eventName, parameters) => {
  expect(isReported(eventSource, eventName, parameters)).toBe(true);
});

test.each([
  ['ChangesRule', rule],
  ['DataChangesRule', data],
  ['SweepChangesRule', sweep],
  ['IntakeChangesRule', intake],
  ['IntakeDataChangesRule', intakeData],
  ['LogChangesRule', logs],
  ['TableChangesRule', tables],
  ['IntakeLogChangesRule', intakeLog],
  ['IntakeTableChangesRule', intakeTable],
  ['AuditChangesRule', audit],
  ['AuditDataChangesRule', auditData],
])(
  'the pattern of %s is one that EventBridge accepts, with names as long as AWS allows',
  (_, one) => {
    // Of a function 64 characters, of a queue 80, of a key 36.
    const longest = JSON.stringify(one['EventPattern']).replace(
      /<\w+(\.QueueName)?>/g,
      (_, queue) => 'x'.repeat(queue ? 80 : 64),
    );

    expect(longest.length).toBeLessThanOrEqual(2_048);
  },
);

test.each<[string, string, JsonObject]>([
  ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2', { functionName: 'another' }],
  ['events.amazonaws.com', 'DisableRule', { name: 'another' }],
  ['events.amazonaws.com', 'DescribeRule', { name: 'joiner-local-changes' }],
  ['kms.amazonaws.com', 'GenerateMac', { keyId: '<PseudonymKey>' }],
  ['kms.amazonaws.com', 'GenerateMac', { keyId: '<IntakeKey>' }],
  ['kms.amazonaws.com', 'DisableKey', { keyId: 'another' }],
  [
    'lambda.amazonaws.com',
    'GetFunction20150331v2',
    { functionName: '<ProvisionUserLambdaFunction>' },
  ],
  ['lambda.amazonaws.com', 'UpdateEventSourceMapping20150331', { uUID: 'another' }],
  ['iam.amazonaws.com', 'PutRolePolicy', { roleName: 'another' }],
  ['iam.amazonaws.com', 'GetRole', { roleName: '<ProvisionUserRole>' }],
  ['sqs.amazonaws.com', 'SetQueueAttributes', { queueUrl: 'https://sqs/111122223333/another' }],
  ['s3.amazonaws.com', 'PutBucketPolicy', { bucketName: 'another' }],
  ['s3.amazonaws.com', 'PutObject', { bucketName: '<IntakeBucket>' }],
  ['logs.amazonaws.com', 'DeleteLogGroup', { logGroupName: 'another' }],
  ['logs.amazonaws.com', 'CreateLogStream', { logGroupName: '<ProvisionUserLogGroup>' }],
  ['logs.amazonaws.com', 'PutLogEvents', { logGroupName: '<OperatorChangesLogGroup>' }],
  ['logs.amazonaws.com', 'FilterLogEvents', { logGroupIdentifier: '<ProvisionUserLogGroup>' }],
  ['dynamodb.amazonaws.com', 'DeleteTable', { tableName: 'another' }],
  ['dynamodb.amazonaws.com', 'UpdateItem', { tableName: '<UsersTable>' }],
  ['dynamodb.amazonaws.com', 'DescribeTable', { tableName: '<UsersTable>' }],
])('the call %s %s with %j is not reported', (eventSource, eventName, parameters) => {
  expect(isReported(eventSource, eventName, parameters)).toBe(false);
});

test('reports go to the alarm topic, and carry no text of the caller', () => {
  const { InputTransformer, ...target } = Object((rule['Targets'] as JsonObject[])[0]);

  expect(RULES.map((one) => one['Targets'])).toEqual(RULES.map(() => rule['Targets']));
  expect(target).toEqual({ Id: 'alarm-topic', Arn: TOPIC });
  expect(InputTransformer.InputPathsMap).toEqual({
    call: '$.detail.eventName',
    id: '$.detail.eventID',
    at: '$.time',
  });
  expect(JSON.parse(InputTransformer.InputTemplate)).toMatch(/ docs\/runbook\.md#changed$/);
});

test('changes are reported only where the deployer wants it, and has a topic', () => {
  const { Conditions, Resources } = readPackagedTemplate();

  expect(Resources['ChangesRule']).toHaveProperty('Condition', 'ReportsChanges');
  expect(Resources['DataChangesRule']).toHaveProperty('Condition', 'ReportsChanges');
  expect(Resources['SweepChangesRule']).toHaveProperty('Condition', 'ReportsChanges');
  expect(Resources['IntakeChangesRule']).toHaveProperty('Condition', 'ReportsIntakeChanges');
  expect(Resources['IntakeDataChangesRule']).toHaveProperty('Condition', 'ReportsIntakeChanges');
  expect(Resources['LogChangesRule']).toHaveProperty('Condition', 'ReportsChanges');
  expect(Resources['TableChangesRule']).toHaveProperty('Condition', 'ReportsChanges');
  expect(Resources['IntakeLogChangesRule']).toHaveProperty('Condition', 'ReportsIntakeChanges');
  expect(Resources['IntakeTableChangesRule']).toHaveProperty('Condition', 'ReportsIntakeChanges');
  expect(Resources['AuditChangesRule']).toHaveProperty('Condition', 'ReportsAuditChanges');
  expect(Resources['AuditDataChangesRule']).toHaveProperty('Condition', 'ReportsAuditChanges');
  expect(Conditions?.['ReportsChanges']).toEqual({
    'Fn::And': [
      { Condition: 'HasAlarmTopic' },
      { 'Fn::Equals': [{ Ref: 'AlarmOnChanges' }, 'true'] },
    ],
  });
});

test('packaging refuses alarms on changes without a topic', async () => {
  const said = await saidOf(configurationOf('--param=alarmOnChanges=true'));

  expect(said).toContain('alarmTopicArn: where the reports of alarmOnChanges go');
});
