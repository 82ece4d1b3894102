import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { canonicalRequestOf, createDigests } from '../../src/provisioning/digests.ts';
import { TEST_SECRET } from '../support/engine/digests.ts';

const TARGET = 'finspace:111122223333:eu-west-1:environment';
const hmac = (text: string) => createHmac('sha256', TEST_SECRET).update(text).digest('hex');
const digests = createDigests(TEST_SECRET, TARGET);
const ada = {
  type: 'APP_USER',
  lastName: 'Lovelace',
  emailAddress: 'ada@example.com',
  apiAccess: 'DISABLED',
} as const;

test('the digest is over the fields as JSON with sorted keys, absent ones left out', () => {
  expect(digests.digestOf(ada)).toBe(
    hmac(
      '{"apiAccess":"DISABLED","emailAddress":"ada@example.com","lastName":"Lovelace","type":"APP_USER"}',
    ),
  );
});

test('the digest of an account does not depend on the letter case of its address', () => {
  expect(digests.digestOf({ ...ada, emailAddress: 'Ada@Example.com' })).toBe(digests.digestOf(ada));
});

test('the person key is over directory and address, with its kind before it', () => {
  expect(digests.personKeyOf('ada@example.com')).toBe(
    `user#${hmac(`["${TARGET}","ada@example.com"]`)}`,
  );
});

test('a pseudonym is no digest that can be computed without the secret', () => {
  expect(digests.pseudonymOf('{"emailAddress":"ada@example.com"}')).toBe(
    hmac('text:{"emailAddress":"ada@example.com"}'),
  );
});

test('the client token is over directory, address and digest', () => {
  expect(digests.clientTokenOf('ada@example.com', 'digest')).toBe(
    hmac(`["${TARGET}","ada@example.com","digest"]`),
  );
});

test('the event id is over request, person, content, type, outcome, employee id and user id, in this order', () => {
  const id = digests.eventIdOf({
    requestKey: 'request',
    personKey: 'user#1',
    contentDigest: 'digest',
    type: 'type',
    outcomeOrCode: 'created',
    employeeId: 'E-1',
    userId: 'user-1',
  });
  expect(id).toBe(hmac('["request","user#1","digest","type","created","E-1","user-1"]'));
});

test('the event id of a message without person, employee id and account has empty places for the first two', () => {
  const id = digests.eventIdOf({
    requestKey: 'request',
    personKey: undefined,
    contentDigest: 'hash',
    type: 'type',
    outcomeOrCode: 'invalid-json',
    employeeId: undefined,
  });
  expect(id).toBe(hmac('["request","","hash","type","invalid-json",""]'));
});

test('the employee key is over its kind, directory and employee id', () => {
  expect(digests.employeeKeyOf('E-1')).toBe(`employee#${hmac(`["employee","${TARGET}","E-1"]`)}`);
});

test('the MAC of a failed message is over when HR sent it, kind, request id, reason code, time and body', () => {
  const message = {
    kind: 'rejected',
    requestId: 'r',
    reasonCode: 'invalid-json',
    at: '2026-03-02T08:00:00.000Z',
    body: '{',
    sentAt: '2026-03-01T08:00:00.000Z',
  } as const;
  expect(digests.failedMessageMacOf(message)).toBe(
    hmac(
      '["failed-2","2026-03-01T08:00:00.000Z","rejected","r","invalid-json","2026-03-02T08:00:00.000Z","{"]',
    ),
  );
});

test('the MAC of a record that a source could not map covers the name of the source, too', () => {
  const message = {
    kind: 'rejected-record',
    requestId: 'r',
    reasonCode: 'unmapped-record',
    at: '2026-03-02T08:00:00.000Z',
    body: '{}',
    sentAt: '2026-03-01T08:00:00.000Z',
    source: 'bamboohr',
  } as const;
  expect(digests.failedMessageMacOf(message)).toBe(
    hmac(
      '["failed-2","2026-03-01T08:00:00.000Z","rejected-record","r","unmapped-record","2026-03-02T08:00:00.000Z","{}","bamboohr"]',
    ),
  );
});

test('another secret makes other pseudonyms', () => {
  const others = createDigests(new Uint8Array(32), TARGET);
  expect(others.personKeyOf('ada@example.com')).not.toBe(digests.personKeyOf('ada@example.com'));
});

test('the canonical request of a hire stays as it is', () => {
  expect(canonicalRequestOf({ ...ada, firstName: 'Ada' })).toBe(
    '{"apiAccess":"DISABLED","emailAddress":"ada@example.com","firstName":"Ada","lastName":"Lovelace","type":"APP_USER"}',
  );
});
