import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import { signedFetch } from '../../../support/aws/signed-fetch.ts';

const ADA = { emailAddress: 'ada@example.com', type: 'APP_USER' };
const EMAIL_PATTERN = '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,4}';

let double: FinspaceDouble;

beforeAll(async () => {
  double = await startFinspaceDouble();
});

afterAll(() => double.stop());

async function answerOf(response: Response) {
  const body = (await response.json()) as { message?: string; reason?: string };
  return { status: response.status, name: response.headers.get('x-amzn-errortype'), ...body };
}

async function create(body: object | string) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return answerOf(
    await signedFetch(double.endpoint, { method: 'POST', path: '/user', body: text }),
  );
}

async function list(query: Readonly<Record<string, string>>) {
  return answerOf(await signedFetch(double.endpoint, { method: 'GET', path: '/user', query }));
}

describe('CreateUser refuses', () => {
  test.each([
    ['emailAddress', 'a@b', 'Member must have length greater than or equal to 4'],
    [
      'emailAddress',
      `${'a'.repeat(309)}@example.com`,
      'Member must have length less than or equal to 320',
    ],
    [
      'emailAddress',
      ' ada@example.com',
      `Member must satisfy regular expression pattern: ${EMAIL_PATTERN}`,
    ],
    [
      'emailAddress',
      'ada@example.com\n',
      `Member must satisfy regular expression pattern: ${EMAIL_PATTERN}`,
    ],
    [
      'emailAddress',
      'ada@example.berlin',
      `Member must satisfy regular expression pattern: ${EMAIL_PATTERN}`,
    ],
    [
      'emailAddress',
      '\u212Aate@example.com',
      `Member must satisfy regular expression pattern: ${EMAIL_PATTERN}`,
    ],
    ['type', 'app_user', 'Member must satisfy enum value set: [SUPER_USER, APP_USER]'],
    ['type', 'ADMIN', 'Member must satisfy enum value set: [SUPER_USER, APP_USER]'],
    ['firstName', '', 'Member must have length greater than or equal to 1'],
    ['firstName', ' \t ', 'Member must satisfy regular expression pattern: .*\\S.*'],
    ['firstName', 'a'.repeat(51), 'Member must have length less than or equal to 50'],
    ['lastName', '😀'.repeat(51), 'Member must have length less than or equal to 50'],
    ['apiAccess', 'enabled', 'Member must satisfy enum value set: [ENABLED, DISABLED]'],
    [
      'apiAccessPrincipalArn',
      'arn:aws:iam::1:role/a',
      'Member must satisfy regular expression pattern: ^arn:',
    ],
    [
      'apiAccessPrincipalArn',
      'arn:aws:iam::111122223333:user/ada',
      'Member must satisfy regular expression pattern: ^arn:',
    ],
    [
      'apiAccessPrincipalArn',
      `arn:aws:iam::111122223333:role/${'a'.repeat(2018)}`,
      'Member must have length less than or equal to 2048',
    ],
    ['clientToken', '', 'Member must have length greater than or equal to 1'],
    ['clientToken', '   ', 'Member must satisfy regular expression pattern: .*\\S.*'],
    ['clientToken', 't'.repeat(129), 'Member must have length less than or equal to 128'],
  ])('%s %j, and quotes it', async (member, value, constraint) => {
    const answer = await create({ ...ADA, [member]: value });

    expect(answer).toMatchObject({
      status: 400,
      name: 'ValidationException',
      reason: expect.stringContaining(member),
    });
    expect(answer.message).toContain(
      `Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
    );
  });

  test.each(['emailAddress', 'type'])('a body without %s', async (member) => {
    const answer = await create({ ...ADA, [member]: undefined });

    expect(answer).toEqual({
      status: 400,
      name: 'ValidationException',
      message: `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
      reason: member,
    });
  });

  test('null for a required member as if it were absent', async () => {
    const answer = await create({ ...ADA, emailAddress: null });

    expect(answer.message).toContain("Value null at 'emailAddress'");
  });

  test('several faults in one answer', async () => {
    const answer = await create({ type: 'ADMIN', firstName: ' ' });

    expect(answer.message).toMatch(
      /^3 validation errors detected: .*'emailAddress'.*; .*'type'.*; .*'firstName'/,
    );
  });

  test('an empty body', async () => {
    const answer = await create('');

    expect(answer.message).toMatch(/^2 validation errors detected/);
  });

  test.each([
    ['text that is not JSON', '{"emailAddress":'],
    ['a JSON array', '[]'],
    ['a JSON string', '"ada@example.com"'],
    ['a number for a text', '{"emailAddress":5,"type":"APP_USER"}'],
    ['an object for a text', '{"emailAddress":{},"type":"APP_USER"}'],
  ])('%s as a SerializationException', async (_what, body) => {
    const answer = await create(body);

    expect(answer).toMatchObject({ status: 400, name: 'SerializationException' });
  });

  test('all of these without making a user', () => {
    expect(double.users()).toEqual([]);
  });
});

describe('CreateUser takes', () => {
  test.each([
    ['an address of 320 characters', { emailAddress: `${'a'.repeat(308)}@example.com` }],
    ['an address of every character allowed', { emailAddress: 'A.z_0%9+x-y@sub-1.example.info' }],
    [
      'a name of 50 code points, each two UTF-16 units',
      { emailAddress: 'a@example.com', firstName: '😀'.repeat(50) },
    ],
    ['a name of one letter', { emailAddress: 'b@example.com', lastName: '李' }],
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
  ])('%s', async (_what, members) => {
    const answer = await create({ ...ADA, ...members });

    expect(answer).toMatchObject({ status: 200, userId: expect.any(String) });
  });

  test('but ignores ApiAccess, a spelling that is not on the wire', async () => {
    await create({ ...ADA, ApiAccess: 'ENABLED' });

    expect(double.users().at(-1)).toMatchObject({ ...ADA, apiAccess: 'DISABLED' });
  });
});

describe('ListUsers', () => {
  test('needs maxResults', async () => {
    const answer = await list({});

    expect(answer).toEqual({
      status: 400,
      name: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'maxResults' failed to satisfy constraint: Member must not be null",
      reason: 'maxResults',
    });
  });

  test.each([
    ['0', 'Member must have value greater than or equal to 1'],
    ['-1', 'Member must have value greater than or equal to 1'],
    ['101', 'Member must have value less than or equal to 100'],
  ])('refuses maxResults %s', async (maxResults, constraint) => {
    const answer = await list({ maxResults });

    expect(answer).toMatchObject({ status: 400, name: 'ValidationException' });
    expect(answer.message).toContain(
      `Value '${maxResults}' at 'maxResults' failed to satisfy constraint: ${constraint}`,
    );
  });

  test.each(['1', '100'])('takes maxResults %s', async (maxResults) => {
    const answer = await list({ maxResults });

    expect(answer.status).toBe(200);
  });

  test.each(['ten', '1.5', ''])(
    'refuses maxResults %j as a SerializationException',
    async (maxResults) => {
      const answer = await list({ maxResults });

      expect(answer).toMatchObject({ status: 400, name: 'SerializationException' });
    },
  );
});

describe('every operation on one user', () => {
  const OPERATIONS = [
    ['GetUser', 'GET', ''],
    ['UpdateUser', 'PUT', ''],
    ['EnableUser', 'POST', '/enable'],
    ['DisableUser', 'POST', '/disable'],
  ] as const;

  test.each(OPERATIONS)('%s refuses a user id of 27 characters', async (_name, method, suffix) => {
    const path = `/user/${'u'.repeat(27)}${suffix}`;

    const answer = await answerOf(await signedFetch(double.endpoint, { method, path }));

    expect(answer).toMatchObject({ status: 400, name: 'ValidationException', reason: 'userId' });
  });

  test.each(OPERATIONS)('%s refuses a blank user id', async (_name, method, suffix) => {
    const path = `/user/%20${suffix}`;

    const answer = await answerOf(await signedFetch(double.endpoint, { method, path }));

    expect(answer).toMatchObject({ status: 400, name: 'ValidationException', reason: 'userId' });
  });

  test('UpdateUser holds names to the same rules', async () => {
    const answer = await answerOf(
      await signedFetch(double.endpoint, {
        method: 'PUT',
        path: '/user/someone',
        body: '{"firstName":" "}',
      }),
    );

    expect(answer).toMatchObject({ status: 400, name: 'ValidationException', reason: 'firstName' });
  });

  test('UpdateUser cannot change an address', async () => {
    const { userId } = double.addUser({ emailAddress: 'fixed@example.com' });

    await signedFetch(double.endpoint, {
      method: 'PUT',
      path: `/user/${userId}`,
      body: '{"emailAddress":"other@example.com"}',
    });

    expect(double.users().at(-1)).toMatchObject({ userId, emailAddress: 'fixed@example.com' });
  });
});
