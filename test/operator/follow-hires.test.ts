import { expect, test } from '@jest/globals';
import { failedMessageOf } from '../../src/operator/failed-message.ts';
import { type FollowOptions, followHires } from '../../src/operator/follow-hires.ts';
import { type PlannedHire, planHires } from '../../src/operator/plan-hires.ts';
import type { FailedRecord, ProvisionedRecord, UserRecord } from '../../src/provisioning/record.ts';

const target = 'finspace:000000000000:eu-west-1:env';
const sentAtMs = Date.parse('2026-11-02T09:00:00.000Z');
const neverAborted = new AbortController().signal;

/** What a file makes of itself on a stack whose table holds `records`. */
async function plan(bodies: readonly object[], ...records: readonly UserRecord[]) {
  const { hires } = await planHires(
    bodies.map((body, index) => ({ line: index + 1, body: JSON.stringify(body) })),
    {
      policy: {
        allowedUserTypes: ['APP_USER'],
        allowedApiAccessPrincipalArns: [],
        allowedEmailDomains: [],
      },
      target: { id: target, find: async () => ({ kind: 'absent' }) },
      store: { read: async (key) => records.find(({ personKey }) => personKey === key) },
      signal: neverAborted,
      directorySignal: neverAborted,
    },
  );
  return hires;
}

const ada = { emailAddress: 'ada@example.com', requestId: 'R-1', employeeId: 'E-1' };

async function recordOf(body: object, changes: object): Promise<UserRecord> {
  const [planned] = await plan([body]);
  const hire = planned?.hire;
  const attempted = {
    ...{ personKey: hire?.personKey, requestKey: hire?.requestKey, requestId: hire?.requestId },
    ...{ messageId: 'm-1', attempts: 1, firstAttemptAtMs: sentAtMs, triedDigests: new Set() },
  };
  return { ...attempted, ...changes } as unknown as UserRecord;
}

const provisioned = (body: object, changes: Partial<ProvisionedRecord> = {}) =>
  plan([body]).then(([planned]) =>
    recordOf(body, {
      state: 'PROVISIONED',
      userId: 'user-1',
      outcome: 'created',
      askedDigest: planned?.hire?.askedDigest,
      actualDigest: planned?.hire?.askedDigest,
      ...changes,
    }),
  );
const failed = (body: object, changes: Partial<FailedRecord> = {}) =>
  recordOf(body, { state: 'FAILED', reasonCode: 'refused-by-target', reason: 'No.', ...changes });

/** Reads the given records one after the other, the last for ever; gives up when it is read again. */
function follow(
  sent: readonly PlannedHire[],
  records: readonly (UserRecord | undefined)[],
  options: Partial<FollowOptions> = {},
) {
  const patience = new AbortController();
  const left = [...records];
  return followHires(sent, {
    store: {
      async read() {
        if (left.length === 1) patience.abort();
        return left.length > 1 ? left.shift() : left[0];
      },
    },
    failed: async () => [],
    sentAtMs,
    signal: patience.signal,
    everyMs: 0,
    onProgress: () => {},
    ...options,
  });
}

test('a hire ends when its record says that the account is there', async () => {
  const [followed] = await follow(await plan([ada]), [undefined, await provisioned(ada)]);

  expect(followed?.end).toEqual({
    kind: 'provisioned',
    outcome: 'created',
    userId: 'user-1',
    differs: false,
  });
});

test('what another request made is a duplicate, and differs if it is not what was asked', async () => {
  const record = await provisioned(ada, { requestKey: 'R-0', actualDigest: 'another' });

  const [followed] = await follow(await plan([ada]), [record]);

  expect(followed?.end).toMatchObject({ outcome: 'duplicate', differs: true });
});

test('a refusal that was there before is no end of what was sent since', async () => {
  const before = await failed(ada);

  const [stillOpen] = await follow(await plan([ada], before), [before]);
  const [ended] = await follow(await plan([ada], before), [await failed(ada, { attempts: 2 })]);

  expect(stillOpen).not.toHaveProperty('end');
  expect(ended?.end).toEqual({
    kind: 'rejected',
    reason: { code: 'refused-by-target', message: 'No.' },
  });
});

test('an account of another person with the same address is none of this hire', async () => {
  const [followed] = await follow(await plan([ada]), [
    await provisioned(ada, { employeeId: 'E-2' }),
  ]);

  expect(followed).not.toHaveProperty('end');
});

test.each([
  ['rejected', 'rejected'],
  ['dead-letter', 'handed-over'],
] as const)('a message in the %s queue is %s, if it came there since', async (queue, kind) => {
  const sent = await plan([{ ...ada, type: 'SUPER_USER' }]);
  const inQueue = (failedAtMs: number) =>
    failedMessageOf(
      {
        messageId: 'm-2',
        body: sent[0]?.body ?? '',
        attributes: { reasonCode: 'outside-policy', reason: 'Not here.' },
        sentAtMs: failedAtMs,
        receiptHandle: 'r',
      },
      queue,
      target,
    );
  const messages = [[inQueue(sentAtMs - 3_600_000)], [inQueue(sentAtMs + 1)]];

  const [followed] = await follow(sent, [undefined], {
    failed: async () => messages.shift() ?? [],
    signal: neverAborted,
  });

  expect(followed?.end).toEqual({ kind, reason: { code: 'outside-policy', message: 'Not here.' } });
});
