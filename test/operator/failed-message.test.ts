import { expect, test } from '@jest/globals';
import { failedMessageOf, matches } from '../../src/operator/failed/failed-message.ts';
import { personKeyOf } from '../../src/provisioning/digests.ts';

const TARGET = 'finspace:000000000000:eu-west-1:env';
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
const message = failedMessageOf(held, 'dead-letter', TARGET);

test('a message is read from its attributes and its body', () => {
  expect(message).toEqual({
    id: held.messageId,
    queue: 'dead-letter',
    reason: { code: 'throttled', message: 'The directory throttled the call.' },
    requestId: 'R-1',
    employeeId: 'E-1',
    address: 'Ada@Example.com',
    personKey: personKeyOf(TARGET, 'ada@example.com'),
    firstSeenAtMs: Date.parse('2026-11-01T09:00:00.000Z'),
    failedAtMs: sentAtMs,
    body: held.body,
  });
});

test('a message that SQS itself moved has a reason, too', () => {
  const moved = failedMessageOf({ ...held, body: 'not json', attributes: {} }, 'rejected', TARGET);

  expect(moved).toMatchObject({ reason: { code: 'no-reason' }, failedAtMs: sentAtMs });
  expect(moved.requestId).toMatch(/^[0-9a-f]{64}$/);
  expect(moved).not.toHaveProperty('personKey');
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
  ['the time it failed', { sinceMs: sentAtMs }, true],
  ['a later time', { sinceMs: sentAtMs + 1 }, false],
  ['its reason and another employee', { reason: 'throttled', employee: 'E-2' }, false],
] as const)('whether a message matches %s', (_what, filter, isMatch) => {
  expect(matches(message, filter)).toBe(isMatch);
});
