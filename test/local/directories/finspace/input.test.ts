import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import { signedFetch } from '../../../support/aws/signed-fetch.ts';

const ADA = { emailAddress: 'ada@example.com', type: 'APP_USER' };

let double: FinspaceDouble;
beforeAll(async () => {
  double = await startFinspaceDouble();
});
afterAll(() => double.stop());

function create(body: object) {
  const request = { method: 'POST', path: '/user', body: JSON.stringify(body) };
  return signedFetch(double.endpoint, request);
}

test.each([
  ['emailAddress', null],
  ['emailAddress', 'a@b'],
  ['emailAddress', `${'a'.repeat(309)}@example.com`],
  ['emailAddress', ' ada@example.com'],
  ['emailAddress', 'ada@example.berlin'],
  ['emailAddress', '\u212Aate@example.com'],
  ['type', undefined],
  ['type', 'app_user'],
  ['firstName', ''],
  ['firstName', ' \t '],
  ['firstName', 'a'.repeat(51)],
  ['lastName', '😀'.repeat(51)],
  ['apiAccess', 'enabled'],
  ['apiAccessPrincipalArn', 'arn:aws:iam::111122223333:user/ada'],
  ['apiAccessPrincipalArn', `arn:aws:iam::111122223333:role/${'a'.repeat(2018)}`],
  ['clientToken', ''],
  ['clientToken', 't'.repeat(129)],
])('CreateUser refuses %s %j, and names the member', async (member, value) => {
  const response = await create({ ...ADA, [member]: value });

  expect(response.headers.get('x-amzn-errortype')).toBe('ValidationException');
  expect(await response.json()).toMatchObject({ reason: expect.stringContaining(member) });
  expect(double.users()).not.toContainEqual(expect.objectContaining(ADA));
});

test.each([
  ['an address of 320 characters', { emailAddress: `${'a'.repeat(308)}@example.com` }],
  ['an address of every character allowed', { emailAddress: 'A.z_0%9+x-y@sub-1.example.info' }],
  [
    'a name of 50 code points, each two UTF-16 units',
    { emailAddress: 'a@example.com', firstName: '😀'.repeat(50) },
  ],
  ['null for an optional member', { emailAddress: 'c@example.com', firstName: null }],
  [
    'a role in another partition',
    {
      emailAddress: 'd@example.com',
      apiAccessPrincipalArn: 'arn:aws-us-gov:iam::111122223333:role/a',
    },
  ],
  ['a token of 128 characters', { emailAddress: 'e@example.com', clientToken: 't'.repeat(128) }],
  ['a member that it does not know', { emailAddress: 'f@example.com', nickname: 'Ada' }],
])('CreateUser takes %s', async (_, members) => {
  const response = await create({ ...ADA, ...members });

  expect(await response.json()).toEqual({ userId: expect.any(String) });
});

test('CreateUser ignores ApiAccess, a spelling that is not on the wire', async () => {
  await create({ ...ADA, emailAddress: 'g@example.com', ApiAccess: 'ENABLED' });

  expect(double.users().at(-1)).toMatchObject({ apiAccess: 'DISABLED' });
});

test.each([
  ['refuses', '0', 400],
  ['takes', '1', 200],
  ['takes', '100', 200],
  ['refuses', '101', 400],
])('ListUsers %s maxResults %s', async (_, maxResults, status) => {
  const request = { method: 'GET', path: '/user', query: { maxResults } };

  const response = await signedFetch(double.endpoint, request);

  expect(response.status).toBe(status);
});
