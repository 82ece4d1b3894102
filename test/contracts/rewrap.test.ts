import { expect, test } from '@jest/globals';
import { rewrap, unwrap } from '../../src/contracts/envelopes.ts';

const content = { emailAddress: 'ada@example.com' };
const cloudEvent = (data: unknown) => ({ specversion: '1.0', id: 'c-1', source: '/hr', data });
const eventBridge = (detail: unknown) => ({ 'detail-type': 'hired', id: 'e-1', detail });
const sns = (inner: unknown) => ({
  Type: 'Notification',
  MessageId: 's-1',
  Message: JSON.stringify(inner),
});

test.each([
  ['none', (hire: unknown) => hire],
  ['CloudEvents', cloudEvent],
  ['EventBridge', eventBridge],
  ['SNS', sns],
  ['EventBridge in SNS', (hire: unknown) => sns(eventBridge(hire))],
  ['CloudEvents in SNS in EventBridge', (hire: unknown) => eventBridge(sns(cloudEvent(hire)))],
])('a hire is exchanged in its envelopes, which stay as they are: %s', (_kind, wrap) => {
  const body = JSON.stringify(wrap(content), null, 2);
  const other = { emailAddress: 'grace@example.com', requestId: 'R-1' };

  const rewrapped = rewrap(body, other);

  expect(rewrapped).toBe(JSON.stringify(wrap(other)));
  expect(unwrap(rewrapped)).toMatchObject({ kind: 'content', content: other });
});

test('a hire is exchanged in a body that begins with a byte-order mark, which is left out', () => {
  const other = { emailAddress: 'grace@example.com' };

  expect(rewrap(`\ufeff${JSON.stringify(cloudEvent(content))}`, other)).toBe(
    JSON.stringify(cloudEvent(other)),
  );
});
