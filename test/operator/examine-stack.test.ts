import type { GetMetricStatisticsCommandInput } from '@aws-sdk/client-cloudwatch';
import {
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ExamineOptions, examineStack } from '../../src/operator/doctor/examine-stack.ts';
import type { Finding } from '../../src/operator/doctor/finding.ts';
import { createClients } from '../../src/operator/stack/clients.ts';
import type { Stack } from '../../src/operator/stack/stack.ts';
import { RETRY_CAUSES } from '../../src/provisioning/hire-result.ts';
import { answerInstead } from '../support/aws/client-middleware.ts';
import { expireVisibility } from '../support/aws/expire-visibility.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';

let service: OperatedStack;

beforeAll(async () => {
  service = await startOperatedStack({ intake: true });
});

afterAll(() => service.stop());

const DAY_MS = 86_400_000;
const { signal } = new AbortController();

async function examine(stack: Stack = service.operated, options: Partial<ExamineOptions> = {}) {
  const findings = await examineStack(stack, { nowMs: Date.now(), signal, ...options });
  const named = new Map(findings.map((finding) => [finding.check, finding]));
  return (check: string): Finding | undefined => named.get(check);
}

test('a stack as it was deployed has no problem', async () => {
  const findings = await examineStack(service.operated, { nowMs: Date.now(), signal });

  expect(findings.filter(({ state }) => state === 'problem')).toEqual([]);
  expect(findings.filter(({ state }) => state === 'ok').length).toBeGreaterThan(8);
  expect(findings).toContainEqual(
    expect.objectContaining({ check: 'intake-partial-batch-response', state: 'ok' }),
  );
});

describe('the key of the intake', () => {
  test('is fine where the intake uses it and it gives its secret', async () => {
    expect((await examine())('intake-key')).toMatchObject({ state: 'ok' });
  });

  test('is a problem where the intake uses another one', async () => {
    const { operated } = service;
    const outputs = { ...operated.outputs, IntakeKeyArn: 'another' };

    expect((await examine({ ...operated, outputs }))('intake-key')).toMatchObject({
      state: 'problem',
      found: 'the intake uses another key than that of the stack',
    });
  });

  test('is a problem where it gives no secret', async () => {
    const clients = createClients({ environment: service.environment });
    answerInstead(clients.kms, () => ({}));
    const found = await examine({ ...service.operated, clients });
    clients.destroy();

    expect(found('intake-key')).toMatchObject({
      state: 'problem',
      found: expect.stringContaining('The pseudonym key (the output IntakeKeyArn) gave no secret.'),
    });
  });
});

test('a queue that was changed by hand is found, with the remedy', async () => {
  const { NewHireQueueUrl, RejectedQueueUrl } = service.operated.outputs;
  const set = (QueueUrl: string, Attributes: Record<string, string>) =>
    service.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  await set(NewHireQueueUrl, { RedrivePolicy: '', VisibilityTimeout: '30' });
  await set(RejectedQueueUrl, {
    MessageRetentionPeriod: '345600',
    RedriveAllowPolicy: JSON.stringify({ redrivePermission: 'allowAll' }),
  });

  const found = await examine();

  expect(found('redrive')).toMatchObject({
    state: 'problem',
    found: expect.stringContaining('eventually lost'),
    remedy: expect.stringContaining('Deploy the stack again'),
  });
  expect(found('visibility-timeout')).toMatchObject({
    state: 'problem',
    found: '30 s, for a function that takes up to 60 s',
  });
  expect(found('rejected-retention')).toMatchObject({ state: 'problem', found: '4 days' });
  expect(found('dead-letters-of-others')).toMatchObject({
    state: 'problem',
    found: 'are taken by: rejected',
  });
});

test('messages that wait for an operator are found in time, and more urgently before SQS deletes them', async () => {
  await service.putDeadLetters(['{"emailAddress":"a@example.com"}']);

  const now = await examine();
  const later = await examine(service.operated, { nowMs: Date.now() + 61 * 60_000 });
  const strict = await examine(service.operated, {
    nowMs: Date.now() + 2 * 60_000,
    withinMs: 60_000,
  });
  const nextWeek = await examine(service.operated, { nowMs: Date.now() + 8 * DAY_MS });

  expect(now('dead-letter-age')).toMatchObject({
    state: 'ok',
    found: expect.stringMatching(/^1 waiting, the oldest for \d+ s; a problem after 60 min$/),
  });
  for (const found of [later, strict]) {
    expect(found('dead-letter-age')).toMatchObject({
      state: 'problem',
      remedy: 'joiner failed list --queue dead-letter',
    });
  }
  expect(nextWeek('dead-letter-age')).toMatchObject({
    found: '1 waiting, the oldest for 8 days',
    remedy: expect.stringContaining('SQS deletes them after 14 days'),
  });
});

test('messages that another operator holds are counted, and may be old', async () => {
  const { DeadLetterQueueUrl } = service.operated.outputs;
  await service.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: DeadLetterQueueUrl, VisibilityTimeout: 600 }),
  );

  const found = await examine();
  await expireVisibility(service.sqs, DeadLetterQueueUrl);

  expect(found('dead-letter-age')).toEqual({
    check: 'dead-letter-age',
    state: 'problem',
    found: '1 in flight elsewhere',
    remedy: 'Another command holds them: check again when it has ended.',
  });
  expect(found('rejected-age')).toMatchObject({ state: 'ok', found: 'no messages' });
});

test('a directory that denies access is distinguished from one that does not respond', async () => {
  const { faults } = service.stack.directory;
  faults.always('ListUsers', { kind: 'access-denied' });
  const denied = await examine();
  faults.always('ListUsers', { kind: 'unavailable' });
  const silent = await examine();
  faults.clear();

  expect(denied('directory')).toMatchObject({
    state: 'problem',
    found: expect.stringContaining('[target-denied-access]'),
  });
  const sentence = RETRY_CAUSES['target-unavailable'].replace(/\.$/, '');
  expect(silent('directory')?.found).toMatch(/^finspace:/);
  expect(silent('directory')?.found).toContain(`: ${sentence} [target-unavailable]`);
});

describe('with the responses of AWS', () => {
  /** The dimensions of the metrics that were read last. */
  const asked = new Map<string, readonly object[]>();

  /** Examines a deployed stack whose services respond as given. */
  async function examineDeployed({
    metrics,
    ...responses
  }: Readonly<Record<string, object>> & {
    /** CloudWatch's maximum of each metric, in seconds. */
    readonly metrics?: Readonly<Record<string, number>>;
  }) {
    const clients = createClients({ environment: service.environment });
    const { cloudWatch, dynamoDb, lambda } = clients;
    answerInstead(cloudWatch, (input) => {
      const { MetricName = '', Dimensions = [] } = input as GetMetricStatisticsCommandInput;
      asked.set(MetricName, Dimensions);
      const Maximum = metrics?.[MetricName];
      if (Maximum !== undefined) return { Datapoints: [{ Maximum }] };
      return responses['CloudWatch'] ?? {};
    });
    answerInstead(dynamoDb, () => responses['DynamoDb']);
    answerInstead(lambda, () => responses['Lambda']);
    try {
      return await examine({ ...service.operated, clients, isLocal: false });
    } finally {
      clients.destroy();
    }
  }

  test('a table as it was deployed is fine', async () => {
    const found = await examineDeployed({
      DynamoDb: {
        Table: {
          TableStatus: 'ACTIVE',
          SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
          DeletionProtectionEnabled: true,
        },
        ContinuousBackupsDescription: {
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
        },
      },
    });

    for (const check of [
      'table',
      'table-encryption',
      'table-deletion-protection',
      'point-in-time-recovery',
    ]) {
      expect(found(check)).toMatchObject({ check, state: 'ok' });
    }
  });

  test('a table without recovery, encryption and protection is found', async () => {
    const found = await examineDeployed({
      DynamoDb: {
        Table: { TableStatus: 'ACTIVE' },
        ContinuousBackupsDescription: {
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
        },
      },
    });

    for (const check of [
      'table-encryption',
      'table-deletion-protection',
      'point-in-time-recovery',
    ]) {
      expect(found(check)).toMatchObject({ check, state: 'problem' });
    }
  });

  test('a hire that waits for longer than promised is found', async () => {
    const found = await examineDeployed({
      CloudWatch: { Datapoints: [{ Maximum: 60 }, { Maximum: 7_200 }] },
    });

    expect(found('new-hire-age')).toMatchObject({
      state: 'problem',
      found: 'the oldest has waited for 2 h; the promise is 60 min',
    });
  });

  describe('a hire that was received too often for SQS to count it', () => {
    const metrics = { ApproximateAgeOfOldestMessage: 0, WaitingHireAge: 7_200 };

    test('is found by the metric of the function', async () => {
      await service.sqs.send(
        new SendMessageCommand({
          QueueUrl: service.operated.outputs.NewHireQueueUrl,
          MessageBody: '{"emailAddress":"late@example.com"}',
          DelaySeconds: 900,
        }),
      );

      const found = await examineDeployed({ metrics });

      expect(found('new-hire-age')).toMatchObject({
        state: 'problem',
        found: 'the oldest has waited for 2 h; the promise is 60 min',
      });
      expect(asked.get('WaitingHireAge')).toEqual([
        { Name: 'service', Value: 'joiner' },
        { Name: 'stage', Value: 'local' },
        { Name: 'target', Value: 'finspace' },
      ]);
    });

    test('waits no longer once the queue is empty', async () => {
      await service.sqs.send(
        new PurgeQueueCommand({ QueueUrl: service.operated.outputs.NewHireQueueUrl }),
      );

      const found = await examineDeployed({ metrics });

      expect(found('new-hire-age')).toMatchObject({ state: 'ok' });
    });
  });

  test('the promise is the threshold of the alarm of the stack', async () => {
    const found = await examineDeployed({
      CloudWatch: { Datapoints: [{ Maximum: 7_200 }], MetricAlarms: [{ Threshold: 180 }] },
    });

    expect(found('new-hire-age')).toMatchObject({
      state: 'ok',
      found: 'the oldest has waited for 2 h; the promise is 3 h',
    });
  });

  test('queues that are not encrypted are named', async () => {
    const { CompletionQueueUrl } = service.operated.outputs;
    await service.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: CompletionQueueUrl,
        Attributes: { SqsManagedSseEnabled: 'false' },
      }),
    );

    const found = await examineDeployed({});

    expect(found('queue-encryption')).toMatchObject({
      state: 'problem',
      found: 'not on: completion',
    });
  });

  test('a filter on the event source mapping is found: Lambda deletes what it leaves out', async () => {
    const mapping = { UUID: 'one', State: 'Enabled' };
    const filtered = { ...mapping, FilterCriteria: { Filters: [{ Pattern: '{}' }] } };
    const found = await examineDeployed({ Lambda: { EventSourceMappings: [filtered] } });
    const without = await examineDeployed({ Lambda: { EventSourceMappings: [mapping] } });

    expect(found('message-filter')).toMatchObject({
      state: 'problem',
      found: 'is set: Lambda deletes the messages that it leaves out',
    });
    expect(without('message-filter')).toMatchObject({ state: 'ok' });
  });

  test.each([
    { KMSKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/one' },
    { FilterCriteriaError: { ErrorCode: 'AccessDenied' } },
  ])('a filter that Lambda may only hide is found: %j', async (hidden) => {
    const mapping = { UUID: 'one', State: 'Enabled', ...hidden };
    const found = await examineDeployed({ Lambda: { EventSourceMappings: [mapping] } });

    expect(found('message-filter')).toMatchObject({
      state: 'problem',
      found: expect.stringContaining('may be set'),
    });
  });

  test('a mapping without partial batch responses is found: Lambda deletes what is to be retried', async () => {
    const mapping = { UUID: 'one', State: 'Enabled' };
    const partial = { ...mapping, FunctionResponseTypes: ['ReportBatchItemFailures'] };
    const found = await examineDeployed({ Lambda: { EventSourceMappings: [mapping] } });
    const withIt = await examineDeployed({ Lambda: { EventSourceMappings: [partial] } });

    expect(found('partial-batch-response')).toMatchObject({
      state: 'problem',
      found: 'is off: Lambda deletes every hire that is to be retried',
    });
    expect(withIt('partial-batch-response')).toMatchObject({ state: 'ok' });
  });

  describe('of the event source mappings of the intake,', () => {
    const good = {
      State: 'Enabled',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    };
    const examineIntake = (other: object) =>
      examineDeployed({ Lambda: { EventSourceMappings: [good, { ...good, ...other }] } });

    test('a filter on one is found: Lambda deletes what it leaves out', async () => {
      const found = await examineIntake({ FilterCriteria: { Filters: [{ Pattern: '{}' }] } });

      expect(found('intake-message-filter')).toMatchObject({
        state: 'problem',
        found: 'is set: Lambda deletes the messages that it leaves out',
      });
      expect(found('intake-partial-batch-response')).toMatchObject({ state: 'ok' });
    });

    test('one without partial batch responses is found: Lambda deletes what is to be retried', async () => {
      const found = await examineIntake({ FunctionResponseTypes: [] });

      expect(found('intake-partial-batch-response')).toMatchObject({
        state: 'problem',
        found: 'is off: Lambda deletes every record or file that is to be retried',
      });
      expect(found('intake-message-filter')).toMatchObject({ state: 'ok' });
    });
  });

  test('invalid settings are reported as the function reports them', async () => {
    const found = await examineDeployed({
      Lambda: { State: 'Active', Environment: { Variables: { TARGET: 'ldap' } } },
    });

    expect(found('settings')).toMatchObject({
      state: 'problem',
      found: expect.stringContaining('TARGET must name a directory that Joiner knows'),
    });
  });

  test('a check that fails is not a problem, and does not prevent the others', async () => {
    const found = await examineDeployed({});

    expect(found('point-in-time-recovery')).toMatchObject({
      state: 'not-checked',
      found: expect.stringContaining('could not be checked (UnknownOperationException)'),
    });
    expect(found('table')).toMatchObject({ state: 'ok' });
  });
});
