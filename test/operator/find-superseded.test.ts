import { expect, test } from '@jest/globals';
import type { SingleName } from '../../src/contracts/account-terms.ts';
import { failedMessageOf } from '../../src/operator/failed/failed-message.ts';
import { findSuperseded } from '../../src/operator/failed/find-superseded.ts';
import type { UserRecord } from '../../src/provisioning/record.ts';
import { creating, failed, PROVENANCE, provisioned } from '../support/operator/hire-plans.ts';

const COMPLETED_AT_MS = 1_000;
const ada = { emailAddress: 'ada@example.com', requestId: 'R-1' };
const bob = { emailAddress: 'bob@example.com', requestId: 'R-1' };
const adaMistyped = { emailAddress: 'ada@example', requestId: 'R-1' };
const done = (hire: object) => provisioned(hire, { completedAtMs: COMPLETED_AT_MS });

/** A failed message with this body. */
const message = (hire: object, changes: { sentAtMs?: number; reasonCode?: string } = {}) => {
  const { sentAtMs = 0, reasonCode = 'invalid-message' } = changes;
  return failedMessageOf(
    {
      messageId: JSON.stringify(hire),
      body: JSON.stringify(hire),
      attributes: reasonCode === 'no-reason' ? {} : { reasonCode },
      sentAtMs,
      receiptHandle: '',
    },
    'rejected',
    PROVENANCE,
  );
};

function supersededBy(
  sent: readonly object[],
  messages: readonly ReturnType<typeof message>[],
  records: readonly UserRecord[],
  singleName: SingleName = 'reject',
) {
  return findSuperseded(messages, {
    bodies: sent.map((hire) => JSON.stringify(hire)),
    digests: PROVENANCE.digests,
    singleNameRules: { target: { requires: ['firstName', 'lastName'] }, policy: { singleName } },
    store: { read: async (key) => records.find(({ personKey }) => personKey === key) },
    signal: new AbortController().signal,
  });
}

test('a message is done once the hire of its line has an account by that line', async () => {
  const original = message(adaMistyped);

  const found = await supersededBy([ada], [original], [await done(ada)]);

  expect(found).toEqual({ done: [original], open: [] });
});

test('a hire with one name has its account by the line that the operator completes for all', async () => {
  const original = message(adaMistyped);
  const records = [await done({ ...ada, firstName: 'Suharti', lastName: 'Suharti' })];

  const found = await supersededBy(
    [{ ...ada, firstName: 'Suharti' }],
    [original],
    records,
    'repeat',
  );

  expect(found.done).toEqual([original]);
});

test.each([
  ['has no record yet', async () => []],
  ['is in progress', async () => [await creating(ada)]],
  ['failed again', async () => [await failed(ada)]],
  ['has an account by another request', async () => [await done({ ...ada, requestId: 'R-2' })]],
  ['has an account with other contents', async () => [await done({ ...ada, firstName: 'A' })]],
])('a message is open while the hire of its line %s', async (_what, records) => {
  const original = message(adaMistyped);

  const found = await supersededBy([ada], [original], await records());

  expect(found).toEqual({ done: [], open: [original] });
});

test('a message is open while its line is still invalid', async () => {
  const original = message(adaMistyped);

  const found = await supersededBy([adaMistyped], [original], [await done(ada)]);

  expect(found).toEqual({ done: [], open: [original] });
});

test('a message of no request in the file is neither', async () => {
  const other = message({ ...ada, requestId: 'R-2' });

  const found = await supersededBy([ada], [other], [await done(ada)]);

  expect(found).toEqual({ done: [], open: [] });
});

test('of several people with one request id only the one who was sent is done', async () => {
  const [first, second] = [message(ada), message(bob)];

  const found = await supersededBy([ada], [first, second], [await done(ada)]);

  expect(found).toEqual({ done: [first], open: [second] });
});

test('a person whose address was fixed is not guessed among several with one request id', async () => {
  const [mistyped, other] = [message(adaMistyped), message(bob)];

  const found = await supersededBy([ada], [mistyped, other], [await done(ada)]);

  expect(found).toEqual({ done: [], open: [mistyped, other] });
});

test('a message that failed after the account was complete is open: its event may be missing', async () => {
  const late = message(ada, { sentAtMs: COMPLETED_AT_MS + 1 });

  const found = await supersededBy([ada], [late], [await done(ada)]);

  expect(found).toEqual({ done: [], open: [late] });
});

test('a message that SQS moved, with the body of the line, is open: it may be what was sent', async () => {
  const moved = message(ada, { reasonCode: 'no-reason' });

  const found = await supersededBy([ada], [moved], [await done(ada)]);

  expect(found).toEqual({ done: [], open: [moved] });
});
