import { beforeAll, describe, expect, test } from '@jest/globals';
import { VISIBILITY_SECONDS } from '../../src/aws/confirm-in-flight.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import {
  type PackagedTemplate,
  readPackagedTemplate,
} from '../support/package/packaged-service.ts';

const DAY_SECONDS = 24 * 60 * 60;
const OF_INTAKE = ['IntakeQueue', 'IntakeFilesQueue'] as const;
const QUEUES = [
  'NewHireQueue',
  'DeadLetterQueue',
  'RejectedQueue',
  'CompletionQueue',
  ...OF_INTAKE,
] as const;
const KEPT_FOR_OPERATORS = ['DeadLetterQueue', 'RejectedQueue', 'CompletionQueue'] as const;

let template: PackagedTemplate;
const properties = (logicalId: string) => template.Resources[logicalId]?.Properties;

beforeAll(() => {
  template = readPackagedTemplate();
});

test('there are four queues, and two of intake', () => {
  const found = Object.entries(template.Resources)
    .filter(([_, resource]) => resource.Type === 'AWS::SQS::Queue')
    .map(([logicalId]) => logicalId);
  expect(found.sort()).toEqual([...QUEUES].sort());
});

describe.each(QUEUES)('%s', (queue) => {
  test('is polled long', () => {
    expect(properties(queue)).toHaveProperty('ReceiveMessageWaitTimeSeconds', 20);
  });

  test('refuses every call without TLS', () => {
    expect(deployedTemplate().propertiesOf(`${queue}Policy`)).toMatchObject({
      Queues: [`<${queue}>`],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: expect.arrayContaining([
          {
            Sid: 'DenyWithoutTls',
            Effect: 'Deny',
            Principal: '*',
            Action: 'sqs:*',
            Resource: `<${queue}.Arn>`,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ]),
      },
    });
  });
});

describe('NewHireQueue', () => {
  test('NewHireQueue keeps a message for 10 days, so that 14 are left wherever it goes', () => {
    expect(properties('NewHireQueue')).toHaveProperty('MessageRetentionPeriod', 10 * DAY_SECONDS);
  });

  test('hides a message for six times the timeout of the function', () => {
    const { Timeout } = properties('ProvisionUserLambdaFunction') ?? {};
    expect(properties('NewHireQueue')).toHaveProperty('VisibilityTimeout', 6 * Number(Timeout));
  });

  test('hides a message for as long as the function does, when it asks whether it is in flight', () => {
    expect(properties('NewHireQueue')).toHaveProperty(
      'VisibilityTimeout',
      VISIBILITY_SECONDS.newHires,
    );
  });

  test('gives a message that crashes the function to the dead-letter queue after 1,000 receives, the most that SQS allows', () => {
    expect(properties('NewHireQueue')).toHaveProperty('RedrivePolicy', {
      deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] },
      maxReceiveCount: 1000,
    });
  });

  test('NewHireQueue takes messages of 256 KiB', () => {
    expect(properties('NewHireQueue')).toHaveProperty('MaximumMessageSize', 256 * 1024);
  });
});

describe.each(KEPT_FOR_OPERATORS)('%s', (queue) => {
  test('keeps a message for 14 days', () => {
    expect(properties(queue)).toHaveProperty('MessageRetentionPeriod', 14 * DAY_SECONDS);
  });

  test('has room for the largest new-hire message and the reason with it', () => {
    expect(properties(queue)).toHaveProperty('MaximumMessageSize', 1024 * 1024);
  });
});

describe.each(OF_INTAKE)('%s', (queue) => {
  test('keeps a message for 14 days, the most that SQS allows', () => {
    expect(properties(queue)).toHaveProperty('MessageRetentionPeriod', 14 * DAY_SECONDS);
  });

  test('hides a message for six times the timeout of its function', () => {
    const { Timeout } = properties('IntakeLambdaFunction') ?? {};
    expect(properties(queue)).toHaveProperty('VisibilityTimeout', 6 * Number(Timeout));
  });

  test('hides a message for as long as intake does, when it asks whether it is in flight', () => {
    expect(properties(queue)).toHaveProperty('VisibilityTimeout', VISIBILITY_SECONDS.intake);
  });

  test('gives a message that crashes its function to the dead-letter queue after 100 receives', () => {
    expect(properties(queue)).toHaveProperty('RedrivePolicy', {
      deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] },
      maxReceiveCount: 100,
    });
  });

  test('takes what fits into the queues of failed messages with the reason', () => {
    expect(properties(queue)).toHaveProperty('MaximumMessageSize', 256 * 1024);
  });
});

test.each([
  ['the new-hire queue only', '', ['NewHireQueue']],
  ['the new-hire queue and those of intake', 'workday', ['NewHireQueue', ...OF_INTAKE]],
])('the dead-letter queue takes the dead letters of %s', (_, Sources, queues) => {
  const deployed = deployedTemplate({ Sources });
  const arn = 'arn:aws:sqs:eu-west-1:111122223333:';
  const names = queues.map((queue) => String(deployed.propertiesOf(queue)['QueueName']));

  expect(deployed.propertiesOf('DeadLetterQueue')).toHaveProperty('RedriveAllowPolicy', {
    redrivePermission: 'byQueue',
    sourceQueueArns: names.map((name) => arn + name),
  });
});

test.each(['NewHireQueue', 'RejectedQueue', 'CompletionQueue', ...OF_INTAKE])(
  '%s takes the dead letters of no queue: SQS would move them there past its policy',
  (queue) => {
    expect(properties(queue)).toHaveProperty('RedriveAllowPolicy', {
      redrivePermission: 'denyAll',
    });
  },
);
