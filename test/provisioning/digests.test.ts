import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { clientTokenOf, digestOf, eventIdOf, personKeyOf } from '../../src/provisioning/digests.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const TARGET = 'finspace:111122223333:eu-west-1:environment';
const ada = {
  type: 'APP_USER',
  lastName: 'Lovelace',
  emailAddress: 'ada@example.com',
  apiAccess: 'DISABLED',
} as const;

test('the digest is over the fields as JSON with sorted keys, absent ones left out', () => {
  expect(digestOf(ada)).toBe(
    sha256(
      '{"apiAccess":"DISABLED","emailAddress":"ada@example.com","lastName":"Lovelace","type":"APP_USER"}',
    ),
  );
});

test('the digest of an account does not depend on the letter case of its address', () => {
  expect(digestOf({ ...ada, emailAddress: 'Ada@Example.com' })).toBe(digestOf(ada));
});

test('the person key is over directory and address, with its kind before it', () => {
  expect(personKeyOf(TARGET, 'ada@example.com')).toBe(
    `user#${sha256(`["${TARGET}","ada@example.com"]`)}`,
  );
});

test('the client token is over directory, address and digest', () => {
  expect(clientTokenOf(TARGET, 'ada@example.com', 'digest')).toBe(
    sha256(`["${TARGET}","ada@example.com","digest"]`),
  );
});

test('the event id is over request, person, content, type, outcome, employee id and user id, in this order', () => {
  const id = eventIdOf({
    requestKey: 'request',
    personKey: 'user#1',
    contentDigest: 'digest',
    type: 'type',
    outcomeOrCode: 'created',
    employeeId: 'E-1',
    userId: 'user-1',
  });
  expect(id).toBe(sha256('["request","user#1","digest","type","created","E-1","user-1"]'));
});

test('the event id of a message without person, employee id and account has empty places for the first two', () => {
  const id = eventIdOf({
    requestKey: 'request',
    personKey: undefined,
    contentDigest: 'hash',
    type: 'type',
    outcomeOrCode: 'invalid-json',
    employeeId: undefined,
  });
  expect(id).toBe(sha256('["request","","hash","type","invalid-json",""]'));
});
