import { describe, expect, test } from '@jest/globals';
import { failedMessageOf, matches } from '../../src/operator/failed/failed-message.ts';
import { PROVENANCE } from '../support/operator/hire-plans.ts';

const { digests } = PROVENANCE;
const sentAtMs = Date.parse('2026-11-02T09:00:00.000Z');
const held = {
  messageId: '6b1f4c2a-0000-4000-8000-000000000000',
  body: '{"emailAddress":"Ada@Example.com","employeeId":"E-1"}',
  sentAtMs,
  receiptHandle: 'receipt',
  attributes: {
    reasonCode: 'throttled',
    reason: 'The directory throttled the call.',
    requestId: 'R-1',
    firstSeenAt: '2026-11-01T09:00:00.000Z',
  },
};
const message = failedMessageOf(held, 'dead-letter', PROVENANCE);

test('a message is read from its attributes and its body', () => {
  expect(message).toEqual({
    id: held.messageId,
    queue: 'dead-letter',
    origin: 'new-hires',
    reason: { code: 'throttled', message: 'The directory throttled the call.' },
    requestId: 'R-1',
    employeeId: 'E-1',
    address: 'Ada@Example.com',
    personKey: digests.personKeyOf('ada@example.com'),
    firstSeenAtMs: Date.parse('2026-11-01T09:00:00.000Z'),
    failedAtMs: sentAtMs,
    body: held.body,
    bodyDigest: digests.pseudonymOf(held.body),
    isVerified: false,
  });
});

test('a message that SQS itself moved has a reason, too', () => {
  const moved = failedMessageOf(
    { ...held, body: 'not json', attributes: {} },
    'rejected',
    PROVENANCE,
  );

  expect(moved).toMatchObject({ reason: { code: 'no-reason' }, failedAtMs: sentAtMs });
  expect(moved.requestId).toMatch(/^[0-9a-f]{64}$/);
  expect(moved).not.toHaveProperty('personKey');
});

test('a message that SQS itself moved keeps nothing of what its sender says about it', () => {
  const { reasonCode: _, ...attributes } = held.attributes;
  const moved = failedMessageOf(
    { ...held, attributes: { ...attributes, rejectedAt: '2026-11-01T09:00:00.000Z' } },
    'dead-letter',
    PROVENANCE,
  );

  expect(moved.requestId).not.toBe('R-1');
  expect(moved).toMatchObject({ failedAtMs: sentAtMs, firstSeenAtMs: sentAtMs });
});

describe('when HR sent it first', () => {
  const sentAt = '2026-10-30T09:00:00.000Z';
  const movedFrom = PROVENANCE.queueArns['new-hires'];
  const askedAtMsOf = (changes: object) =>
    failedMessageOf({ ...held, ...changes }, 'dead-letter', PROVENANCE).askedAtMs;

  test('is what the function says of a message that it set aside', () => {
    const attributes = { ...held.attributes, sentAt };

    expect(askedAtMsOf({ attributes })).toBe(Date.parse(sentAt));
    expect(askedAtMsOf({})).toBeUndefined();
  });

  test('is the time of a message that SQS moved, or what a copy of our own says', () => {
    expect(askedAtMsOf({ attributes: {}, movedFrom })).toBe(sentAtMs);
    expect(askedAtMsOf({ attributes: { sentAt }, movedFrom })).toBe(Date.parse(sentAt));
  });

  test('is never after the message was sent', () => {
    const attributes = { sentAt: '2099-01-01T00:00:00.000Z' };

    expect(askedAtMsOf({ attributes, movedFrom })).toBe(sentAtMs);
  });

  test('is not known of a message that was put there by another sender', () => {
    expect(askedAtMsOf({ attributes: { sentAt } })).toBeUndefined();
  });
});

test.each([
  ['an empty filter', {}, true],
  ['the first characters of its id', { id: '6b1f' }, true],
  ['another id', { id: 'b1f' }, false],
  ['its queue', { queue: 'dead-letter' }, true],
  ['the other queue', { queue: 'rejected' }, false],
  ['its reason', { reason: 'throttled' }, true],
  ['another reason', { reason: 'thrott' }, false],
  ['its employee', { employee: 'E-1' }, true],
  ['another employee', { employee: 'E-2' }, false],
  ['its request', { request: 'R-1' }, true],
  ['another request', { request: 'R-2' }, false],
  ['the HR system of others', { source: 'bamboohr' }, false],
  ['the time it failed', { sinceMs: sentAtMs }, true],
  ['a later time', { sinceMs: sentAtMs + 1 }, false],
  ['its reason and another employee', { reason: 'throttled', employee: 'E-2' }, false],
] as const)('whether a message matches %s', (_what, filter, isMatch) => {
  expect(matches(message, filter)).toBe(isMatch);
});

describe('a message that the function stored', () => {
  const { requestId, reasonCode, firstSeenAt: at } = held.attributes;
  const sentAt = '2026-10-30T09:00:00.000Z';
  const covered = { kind: 'deferred', body: held.body, requestId, reasonCode, at, sentAt } as const;
  const mac = digests.failedMessageMacOf(covered);
  const stored = { ...held, attributes: { ...held.attributes, sentAt, mac } };

  test('is verified by its MAC', () => {
    expect(failedMessageOf(stored, 'dead-letter', PROVENANCE).isVerified).toBe(true);
  });

  test.each([
    ['with another body', { body: '{}' }, 'dead-letter'],
    ['in the other queue', {}, 'rejected'],
    [
      'with another reason',
      { attributes: { ...stored.attributes, reasonCode: 'x' } },
      'dead-letter',
    ],
    [
      'with another time',
      { attributes: { ...stored.attributes, firstSeenAt: '2026-11-01T09:00:00.001Z' } },
      'dead-letter',
    ],
    [
      'with a time more',
      { attributes: { ...stored.attributes, rejectedAt: '2026-11-01T09:00:00.000Z' } },
      'dead-letter',
    ],
    [
      'with another time at which HR sent it',
      { attributes: { ...stored.attributes, sentAt: '2026-10-29T09:00:00.000Z' } },
      'dead-letter',
    ],
    ['without one', { attributes: { ...held.attributes, mac } }, 'dead-letter'],
    [
      'under another request',
      { attributes: { ...stored.attributes, requestId: 'x' } },
      'dead-letter',
    ],
  ] as const)('is not verified %s', (_, change, queue) => {
    expect(failedMessageOf({ ...stored, ...change }, queue, PROVENANCE).isVerified).toBe(false);
  });
});

describe('a message without a reason', () => {
  const bare = { ...held, attributes: {} };
  const movedFrom = PROVENANCE.queueArns['new-hires'];

  test('is verified if SQS moved it from the new-hire queue', () => {
    const moved = failedMessageOf({ ...bare, movedFrom }, 'dead-letter', PROVENANCE);

    expect(moved.isVerified).toBe(true);
  });

  test.each([
    ['if someone sent it', {}, 'dead-letter'],
    ['from another queue', { movedFrom: `${movedFrom}-2` }, 'dead-letter'],
    ['in the rejected queue, where SQS moves none', { movedFrom }, 'rejected'],
  ] as const)('is not verified %s', (_, change, queue) => {
    expect(failedMessageOf({ ...bare, ...change }, queue, PROVENANCE).isVerified).toBe(false);
  });
});
