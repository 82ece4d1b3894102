import { describe, expect, test } from '@jest/globals';
import { readBody } from '../support/bodies/read-body.ts';
import { cloudEvent, eventBridge, read, sns } from './envelopes.ts';

const ann = { emailAddress: 'ann@example.com' };
const annsAccount = { ...ann, type: 'APP_USER', apiAccess: 'DISABLED' };

/** A hire with this many arrays in one another, in a field that is ignored. */
function nested(arrays: number) {
  return `{"emailAddress":"ann@example.com","x":${'['.repeat(arrays)}${']'.repeat(arrays)}}`;
}

describe('a hire is read', () => {
  test.each([
    ['bare', ann],
    ['from CloudEvents', cloudEvent(ann)],
    ['from EventBridge', eventBridge(ann)],
    ['from SNS', sns(ann)],
    ['from EventBridge in SNS', sns(eventBridge(ann))],
    ['from three envelopes', sns(eventBridge(cloudEvent(ann)))],
    ['from three envelopes of one kind', sns(sns(sns(ann)))],
  ])('%s', (_case, message) => {
    expect(read(message)).toMatchObject({ kind: 'hire', hire: annsAccount });
  });

  test('a hire is read after a byte-order mark', () => {
    expect(readBody(`\ufeff${JSON.stringify(ann)}`)).toMatchObject({
      kind: 'hire',
      hire: annsAccount,
    });
  });

  test('a hire is read without its employee id and request id, which are not the account’s', () => {
    expect(read({ ...ann, employeeId: 'E-1', requestId: 'R-1' })).toEqual({
      kind: 'hire',
      hire: annsAccount,
      employeeId: 'E-1',
      correlation: expect.objectContaining({ requestId: 'R-1' }),
    });
  });
});

describe('a message is refused', () => {
  test.each([
    ['empty', ''],
    ['no JSON', 'Ann, ann@example.com'],
    ['JSON with a byte-order mark inside', '{\ufeff}'],
    ['JSON with two byte-order marks', '\ufeff\ufeff{}'],
    ['JSON cut short', '{"emailAddress":"ann@example.com"'],
    ['JSON and more', '{} {}'],
  ])('a message is refused as invalid JSON: %s', (_case, body) => {
    expect(readBody(body)).toMatchObject({
      kind: 'refused',
      reason: {
        code: 'invalid-json',
        message: 'body: must be JSON in UTF-8; send the hire as one JSON object',
      },
    });
  });

  test.each([
    ['65 levels in a field that is ignored', nested(64)],
    ['100,000 levels in a field that is ignored', nested(100_000)],
    ['100,000 open brackets', '['.repeat(100_000)],
    ['100,000 open objects', '{"a":'.repeat(100_000)],
  ])('a message is refused as too deeply nested JSON: %s', (_case, body) => {
    expect(readBody(body)).toMatchObject({
      kind: 'refused',
      reason: {
        code: 'invalid-json',
        message: 'body: must not be nested deeper than 64 levels; send the hire as one JSON object',
      },
    });
  });

  test('a message is refused as too deeply nested JSON when the Message of SNS is', () => {
    const notification = { Type: 'Notification', MessageId: 'sns-1', Message: nested(64) };

    expect(read(notification)).toMatchObject({
      kind: 'refused',
      reason: {
        code: 'invalid-json',
        message:
          'Message: must not be nested deeper than 64 levels; send the hire as one JSON object',
      },
      correlation: { requestId: 'sns-1' },
    });
  });

  test.each(['null', '7', '"ann@example.com"', '[{"emailAddress":"ann@example.com"}]', 'true'])(
    'a message is refused as no object: %s',
    (body) => {
      expect(readBody(body)).toMatchObject({
        kind: 'refused',
        reason: {
          code: 'invalid-message',
          message: 'body: must be a JSON object; send one hire per message',
        },
      });
    },
  );

  test.each([
    ['data is missing', cloudEvent(undefined)],
    ['data is base64', { ...cloudEvent(undefined), data_base64: 'e30=' }],
    ['data is text', cloudEvent('{"emailAddress":"ann@example.com"}')],
    ['data is an array', cloudEvent([ann])],
    ['data is null', cloudEvent(null)],
  ])('a message is refused as an invalid envelope when %s', (_case, message) => {
    expect(read(message)).toMatchObject({
      kind: 'refused',
      reason: {
        code: 'invalid-envelope',
        message: 'data: must be a JSON object; put the hire there as JSON, not as text or base64',
      },
    });
  });

  test('a message is refused as an invalid envelope when it is not CloudEvents 1.0', () => {
    expect(read({ ...cloudEvent(ann), specversion: '0.3' })).toMatchObject({
      reason: {
        code: 'invalid-envelope',
        message: 'specversion: must be 1.0; send CloudEvents 1.0 in structured mode',
      },
    });
  });

  test('a message is refused as an invalid envelope when EventBridge’s detail is missing', () => {
    expect(read(eventBridge(undefined))).toMatchObject({
      reason: {
        code: 'invalid-envelope',
        message: 'detail: must be a JSON object; put the hire there as JSON, not as text or base64',
      },
    });
  });

  test('a message is refused as an invalid envelope when EventBridge’s detail-type is no string', () => {
    expect(read({ ...eventBridge(ann), 'detail-type': 1 })).toMatchObject({
      reason: {
        code: 'invalid-envelope',
        message: 'detail-type: must be a string; send the event as EventBridge delivers it',
      },
    });
  });

  test.each([
    ['is missing', undefined],
    ['is not JSON', 'Ann was hired'],
    ['is JSON, but no object', '[]'],
    ['is an object', ann],
  ])('a message is refused as an invalid envelope when the Message of SNS %s', (_case, message) => {
    expect(read({ Type: 'Notification', Message: message })).toMatchObject({
      reason: {
        code: 'invalid-envelope',
        message: 'Message: must hold a JSON object as text; publish the hire to the topic as JSON',
      },
    });
  });

  test('a message is refused as an invalid envelope when SNS asks for a confirmation', () => {
    expect(
      read({ Type: 'SubscriptionConfirmation', Message: 'You have chosen to subscribe' }),
    ).toMatchObject({
      reason: {
        code: 'invalid-envelope',
        message: 'Type: must be Notification; confirm subscriptions outside this queue',
      },
    });
  });

  test('a message is refused as an invalid envelope in a fourth one', () => {
    expect(read(sns(sns(eventBridge(cloudEvent(ann)))))).toMatchObject({
      reason: {
        code: 'invalid-envelope',
        message: 'body: must hold the hire in at most 3 envelopes; send it in fewer',
      },
    });
  });

  test('a message is refused with the person when the address alone is valid', () => {
    expect(read({ emailAddress: ' Ann@Example.com', firstName: 7, employeeId: 'E-1 ' })).toEqual({
      kind: 'refused',
      reason: expect.objectContaining({ code: 'invalid-message' }),
      emailAddress: 'ann@example.com',
      employeeId: 'E-1',
      correlation: expect.anything(),
    });
  });

  test('a message is refused without the person when the address is wrong too', () => {
    expect(read({ emailAddress: 'ann', type: 'X' })).not.toHaveProperty('emailAddress');
  });

  test.each(['requestId', 'employeeId'])(
    'a message is refused with what the account would be when only %s is wrong',
    (field) => {
      expect(read({ ...ann, ApiAccess: 'ENABLED', [field]: 7.5 })).toMatchObject({
        kind: 'refused',
        ...ann,
        hire: { ...annsAccount, apiAccess: 'ENABLED' },
      });
    },
  );

  test('a message is refused without an account that is not what was asked', () => {
    expect(read({ ...ann, type: 'X', requestId: 7 })).not.toHaveProperty('hire');
  });

  test('a message is refused without an account when the two names of API access differ', () => {
    expect(read({ ...ann, apiAccess: 'ENABLED', ApiAccess: 'DISABLED' })).not.toHaveProperty(
      'hire',
    );
  });

  test('a message is refused without trusting a prototype that the body carries', () => {
    expect(readBody('{"__proto__":{"emailAddress":"ann@example.com"}}')).toMatchObject({
      reason: { message: "emailAddress: is required; send the person's work address" },
    });
  });
});

describe('whatever comes in', () => {
  const long = 'x'.repeat(1024 * 1024);

  test.each([
    ['a long address', { emailAddress: long }],
    ['a long address of dots', { emailAddress: `a@${'a.'.repeat(512 * 1024)}` }],
    ['long white space', { emailAddress: `a${' '.repeat(1024 * 1024)}b` }],
    ['long names', { ...ann, firstName: long, lastName: ' '.repeat(1024 * 1024) }],
    ['a long role', { apiAccessPrincipalArn: `arn:aws:iam::111122223333:role/${long}*` }],
    ['a long role of hyphens', { apiAccessPrincipalArn: `arn:aws${'-'.repeat(1024 * 1024)}` }],
    ['long ids', { employeeId: long, requestId: long }],
    ['many fields', Object.fromEntries([...Array(50_000).keys()].map((key) => [`f${key}`, key]))],
    ['a long envelope id', cloudEvent({}, { id: long })],
  ])('the reason stays below 1 KB: %s', (_case, json) => {
    const reading = read(json);

    expect(reading).toMatchObject({ kind: 'refused' });
    expect(JSON.stringify(reading).length).toBeLessThan(1024);
  });

  test('a reason that lists every field stays below 1 KB', () => {
    const reading = read({
      emailAddress: 'x',
      type: 1,
      firstName: 1,
      lastName: 1,
      apiAccess: 1,
      ApiAccess: 2,
      apiAccessPrincipalArn: 1,
      employeeId: 1,
      requestId: 1,
    });

    expect(reading).toMatchObject({ reason: { message: expect.stringMatching(/^.{500,1023}$/s) } });
  });

  test.each([
    ['64 levels deep', nested(63)],
    [
      'with a thousand brackets in a text',
      `{"emailAddress":"ann@example.com","x":"\\"${'['.repeat(1000)}"}`,
    ],
    [
      'with a thousand arrays beside each other',
      `{"emailAddress":"ann@example.com","x":[${'[],'.repeat(1000)}1]}`,
    ],
  ])('a hire %s is read', (_case, body) => {
    expect(readBody(body)).toMatchObject({ kind: 'hire' });
  });

  test('an escaped lone surrogate in an id of an envelope is hashed', () => {
    const body = '{"specversion":"1.0","id":"\\ud800","data":{"emailAddress":"ann@example.com"}}';

    expect(readBody(body).correlation.requestId).toMatch(/^[0-9a-f]{64}$/);
  });
});
