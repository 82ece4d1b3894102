import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../local/template/template.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { matches } from '../support/package/event-pattern.ts';
import { readPackagedTemplate } from '../support/package/packaged-service.ts';
import { configurationOf, saidOf } from './service-configuration.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:on-call';
const rule = deployedTemplate({ AlarmTopicArn: TOPIC }).propertiesOf('ChangesRule');

const isReported = (eventSource: string, eventName: string, requestParameters: JsonObject) =>
  matches(
    {
      source: eventSource.replace(/(\w+)\.amazonaws\.com/, 'aws.$1'),
      'detail-type': 'AWS API Call via CloudTrail',
      detail: { eventSource, eventName, requestParameters },
    },
    rule['EventPattern'] as JsonObject,
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
  ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2', { functionName: 'another' }],
  [
    'lambda.amazonaws.com',
    'GetFunction20150331v2',
    { functionName: '<ProvisionUserLambdaFunction>' },
  ],
  ['lambda.amazonaws.com', 'UpdateEventSourceMapping20150331', { uUID: 'another' }],
  ['iam.amazonaws.com', 'PutRolePolicy', { roleName: 'another' }],
  ['iam.amazonaws.com', 'GetRole', { roleName: '<ProvisionUserRole>' }],
  ['sqs.amazonaws.com', 'SetQueueAttributes', { queueUrl: 'https://sqs/111122223333/another' }],
])('the call %s %s with %j is not reported', (eventSource, eventName, parameters) => {
  expect(isReported(eventSource, eventName, parameters)).toBe(false);
});

test('reports go to the alarm topic, and carry no text of the caller', () => {
  const { InputTransformer, ...target } = Object((rule['Targets'] as JsonObject[])[0]);

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
