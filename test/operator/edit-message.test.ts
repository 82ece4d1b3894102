import { expect, test } from '@jest/globals';
import {
  applyEdit,
  type EditBounds,
  editableText,
  withRequestId,
} from '../../src/operator/failed/edit-message.ts';
import { createProfileRules } from '../../src/provisioning/profile.ts';
import { readBody, TEST_PSEUDONYMS } from '../support/bodies/read-body.ts';

const bounds: EditBounds = {
  digests: TEST_PSEUDONYMS,
  target: { supports: { superUsers: false, apiAccess: true }, requires: [] },
  policy: {
    allowedUserTypes: ['APP_USER'],
    allowedApiAccessPrincipalArns: [],
    allowedEmailDomains: ['example.com'],
    acceptedEventTypes: [],
    singleName: 'reject',
  },
};
const original = (body: string) => ({ body, ...readBody(body).correlation });
const CORRECTED = '{"emailAddress":"ada@example.com"}';
const sns = JSON.stringify({
  Type: 'Notification',
  MessageId: 's-1',
  TopicArn: 'arn:topic',
  Message: '{"emailAddress":"ada@example"}',
});

test('of a message in envelopes only the hire is edited', () => {
  expect(editableText(sns)).toBe('{\n  "emailAddress": "ada@example"\n}\n');
});

test.each(['not json', '[1]', '{"specversion":"1.0","data":"aGk="}'])(
  'what is edited of a message without a hire is its whole body: %s',
  (body) => {
    expect(editableText(body)).toBe(body);
  },
);

test('what is edited of a message that is nested too deep is its whole body', () => {
  const body = `{"emailAddress":"ada@example.com","x":${'['.repeat(60_000)}${']'.repeat(60_000)}}`;

  expect(editableText(body)).toBe(body);
});

test.each([
  ['a bare hire without one, whose id stood in for its body', '{"emailAddress":"ada@example"}'],
  ['a bare hire with one', '{"emailAddress":"ada@example","requestId":"R-1"}'],
  ['a hire in an envelope', sns],
  ['a body that was no JSON', '{"emailAddress":"ada@example.com"'],
])('a corrected message keeps request id and request key of %s', (_what, body) => {
  const before = original(body);

  const edited = applyEdit(before, CORRECTED, bounds);

  const { requestId, requestKey } = before;
  expect(edited.kind === 'edited' && readBody(edited.body)).toMatchObject({
    kind: 'hire',
    hire: { emailAddress: 'ada@example.com' },
    correlation: { requestId, requestKey },
  });
});

test('a hire in an event of another type is refused as the function would refuse it', () => {
  const before = original(JSON.stringify({ 'detail-type': 'Left', id: 'e-1', detail: {} }));
  const policy = { ...bounds.policy, acceptedEventTypes: ['Hired'] };

  expect(applyEdit(before, CORRECTED, { ...bounds, policy })).toMatchObject({
    kind: 'refused',
    reason: { code: 'event-type-not-accepted' },
  });
});

test('a value that is not allowed is refused as the function would refuse it', () => {
  const profile = createProfileRules({ forwarded: [], allowedValues: { department: ['Sales'] } });
  const target = { ...bounds.target, ...(profile && { profile }) };
  const text = '{"emailAddress":"ada@example.com","department":"Board"}';

  expect(applyEdit(original('nothing'), text, { ...bounds, target })).toMatchObject({
    kind: 'refused',
    reason: { code: 'attribute-value-not-allowed' },
  });
});

test('an editor may save a byte-order mark', () => {
  const edited = applyEdit(original(sns), `\ufeff${CORRECTED}`, bounds);

  expect(edited.kind === 'edited' && readBody(edited.body)).toMatchObject({
    kind: 'hire',
    hire: { emailAddress: 'ada@example.com' },
    correlation: { requestId: 's-1' },
  });
});

test('another request id that was typed in is not kept', () => {
  const before = original('{"emailAddress":"ada@example","requestId":"R-1"}');

  const edited = applyEdit(before, '{"emailAddress":"ada@example.com","requestId":"R-2"}', bounds);

  expect(edited).toEqual({
    kind: 'edited',
    body: '{"emailAddress":"ada@example.com","requestId":"R-1"}',
  });
});

test.each([
  ['{"emailAddress":"ada@example"}', 'invalid-message'],
  ['{"emailAddress":"ada@elsewhere.com"}', 'outside-policy'],
  ['{"emailAddress":"ada@example.com","type":"SUPER_USER"}', 'unsupported-by-target'],
  ['{"emailAddress":', 'invalid-json'],
])('%s is refused as the function would refuse it', (text, code) => {
  expect(applyEdit(original('nothing'), text, bounds)).toMatchObject({
    kind: 'refused',
    reason: { code },
  });
});

test('a body that gives its request id by itself is left as it is', () => {
  const body = '{ "emailAddress": "ada@example.com", "requestId": "R-1" }';

  expect(withRequestId(body, 'R-1', TEST_PSEUDONYMS)).toBe(body);
});

test('an employee id that is refused, as JSON would round it, is shown and kept as HR has written it', () => {
  const body = '{"emailAddress":"ada@example.com","requestId":"r-1","employeeId":1.2345678E7}';
  const text = editableText(body);

  expect(text).toContain('"employeeId": 1.2345678E7');
  expect(applyEdit(original(body), text, bounds)).toMatchObject({
    kind: 'refused',
    reason: { message: expect.stringContaining('employeeId') },
  });
});
