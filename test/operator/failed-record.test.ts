import { describe, expect, test } from '@jest/globals';
import { failedMessageOf, matches } from '../../src/operator/failed/failed-message.ts';
import type { StoredKind } from '../../src/provisioning/digests.ts';
import { PROVENANCE } from '../support/operator/hire-plans.ts';

const { digests, intakeDigests, queueArns } = PROVENANCE;
const facts = {
  reasonCode: 'unmapped-record',
  requestId: 'bamboohr:1',
  rejectedAt: '2026-11-02T09:00:00.000Z',
  sentAt: '2026-11-02T08:00:00.000Z',
};
const held = {
  messageId: '6b1f4c2a-0000-4000-8000-000000000000',
  body: '{"employeeId":"7","emailAddress":"ada@example.com"}',
  sentAtMs: Date.parse(facts.rejectedAt),
  receiptHandle: 'receipt',
};

/** As a function stores it. */
function stored(
  kind: StoredKind,
  source?: string,
  signing: Pick<typeof digests, 'failedMessageMacOf'> = kind === 'rejected'
    ? digests
    : intakeDigests,
) {
  const { requestId, reasonCode, rejectedAt: at, sentAt } = facts;
  const mac = signing.failedMessageMacOf({
    kind,
    body: held.body,
    requestId,
    reasonCode,
    at,
    sentAt,
    source,
  });
  return { ...held, attributes: { ...facts, mac, ...(source !== undefined && { source }) } };
}

describe('a message that the intake rejected', () => {
  test.each([
    ['a record', 'rejected-record', 'intake'],
    ['the notification of a file', 'rejected-file', 'intake-files'],
  ] as const)('goes back to the queue that it came in by, if it is %s', (_what, kind, origin) => {
    expect(failedMessageOf(stored(kind, 'bamboohr'), 'rejected', PROVENANCE)).toMatchObject({
      origin,
      source: 'bamboohr',
      isVerified: true,
    });
  });

  test('goes back to the intake where no source was recognised', () => {
    const message = failedMessageOf(stored('rejected-record'), 'rejected', PROVENANCE);

    expect(message).toMatchObject({ origin: 'intake', isVerified: true });
    expect(message).not.toHaveProperty('source');
  });

  test('is about no one by the fields of a hire, which its record may use otherwise', () => {
    const message = failedMessageOf(stored('rejected-record', 'bamboohr'), 'rejected', PROVENANCE);

    expect(message).not.toHaveProperty('employeeId');
    expect(message).not.toHaveProperty('personKey');
    expect(message).not.toHaveProperty('address');
  });

  test.each([
    ['of another source', 'bamboohr', { source: 'workday' }],
    ['of a source where none was', undefined, { source: 'workday' }],
    ['without its source', 'bamboohr', { source: undefined }],
  ])('is not verified as one %s', (_what, source, changes) => {
    const { attributes, ...message } = stored('rejected-record', source);
    const changed = Object.entries({ ...attributes, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );

    expect(
      failedMessageOf(
        { ...message, attributes: Object.fromEntries(changed) },
        'rejected',
        PROVENANCE,
      ).isVerified,
    ).toBe(false);
  });

  test('is not verified in the dead-letter queue', () => {
    const message = failedMessageOf(
      stored('rejected-record', 'bamboohr'),
      'dead-letter',
      PROVENANCE,
    );

    expect(message.isVerified).toBe(false);
  });

  test('is found by its source', () => {
    const message = failedMessageOf(stored('rejected-record', 'bamboohr'), 'rejected', PROVENANCE);

    expect(matches(message, { source: 'bamboohr' })).toBe(true);
    expect(matches(message, { source: 'workday' })).toBe(false);
  });
});

test('a hire that the intake has signed is not believed', () => {
  const message = failedMessageOf(
    stored('rejected', undefined, intakeDigests),
    'rejected',
    PROVENANCE,
  );

  expect(message).toMatchObject({ origin: 'new-hires', isVerified: false });
});

test('a hire that the intake has signed as deferred is not believed', () => {
  const message = failedMessageOf(
    stored('deferred', undefined, intakeDigests),
    'dead-letter',
    PROVENANCE,
  );

  expect(message).toMatchObject({ origin: 'new-hires', isVerified: false });
});

test('a record that the function has signed is not believed: it takes in none', () => {
  const message = failedMessageOf(
    stored('rejected-record', 'bamboohr', digests),
    'rejected',
    PROVENANCE,
  );

  expect(message).toMatchObject({ origin: 'intake', isVerified: false });
});

test('the notification of a file that the function has signed is not believed', () => {
  const message = failedMessageOf(
    stored('rejected-file', 'bamboohr', digests),
    'rejected',
    PROVENANCE,
  );

  expect(message).toMatchObject({ origin: 'intake', isVerified: false });
});

test('a hire that was rejected stays a hire if someone adds a source to it', () => {
  const { attributes, ...message } = stored('rejected');
  const changed = { ...message, attributes: { ...attributes, source: 'bamboohr' } };

  expect(failedMessageOf(changed, 'rejected', PROVENANCE)).toMatchObject({
    origin: 'new-hires',
    isVerified: true,
  });
});

test('a message of an unknown sender never goes to the queue of the files', () => {
  const attributes = { ...facts, source: 'bamboohr' };
  const body = '{"Records":[{"eventSource":"aws:s3"}]}';

  expect(failedMessageOf({ ...held, body, attributes }, 'rejected', PROVENANCE)).toMatchObject({
    origin: 'intake',
    isVerified: false,
  });
});

describe('a message that SQS moved from a queue of the intake', () => {
  test.each(['intake', 'intake-files'] as const)('goes back to its own queue: %s', (origin) => {
    const attributes = { source: 'bamboohr', sentAt: '2026-11-01T09:00:00.000Z' };
    const moved = { ...held, attributes, movedFrom: queueArns[origin] };

    expect(failedMessageOf(moved, 'dead-letter', PROVENANCE)).toMatchObject({
      origin,
      source: 'bamboohr',
      askedAtMs: Date.parse('2026-11-01T09:00:00.000Z'),
      isVerified: true,
      reason: { code: 'no-reason' },
    });
  });
});
