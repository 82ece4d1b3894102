import { expect, test } from '@jest/globals';
import { failedMessageOf } from '../../src/operator/failed/failed-message.ts';
import { type FollowOptions, followHires } from '../../src/operator/send/follow-hires.ts';
import type { PlannedHire } from '../../src/operator/send/plan-hires.ts';
import type { UserRecord } from '../../src/provisioning/record.ts';
import { failed, planOf, provisioned, TARGET } from '../support/operator/hire-plans.ts';

const sentAtMs = Date.parse('2026-11-02T09:00:00.000Z');
const neverAborted = new AbortController().signal;

const plan = async (bodies: readonly object[], ...records: readonly UserRecord[]) =>
  (await planOf(bodies, { records })).hires;
const ada = { emailAddress: 'ada@example.com', requestId: 'R-1', employeeId: 'E-1' };

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
    pause: async () => {},
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
  const record = await provisioned(ada, { requestKey: 'R-0', accountDigest: 'another' });

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
  ['dead-letter', 'deferred'],
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
      TARGET,
    );
  const messages = [[inQueue(sentAtMs - 3_600_000)], [inQueue(sentAtMs + 1)]];

  const [followed] = await follow(sent, [undefined], {
    failed: async () => messages.shift() ?? [],
    signal: neverAborted,
  });

  expect(followed?.end).toEqual({ kind, reason: { code: 'outside-policy', message: 'Not here.' } });
});
