import { describe, expect, test } from '@jest/globals';
import type { User } from '../../../src/targets/finspace/client/models.ts';
import { toDirectoryUser } from '../../../src/targets/finspace/directory-user.ts';

const least: User = { userId: 'user-1', emailAddress: 'zoe@example.com' };

describe('a user that FinSpace shows', () => {
  test('a user that FinSpace shows keeps what the core knows of it, and the spelling of its address', () => {
    const user = toDirectoryUser({
      ...least,
      emailAddress: 'Zoe@Example.com',
      type: 'SUPER_USER',
      status: 'ENABLED',
      firstName: 'Zoë',
      lastName: "O'Neill",
      apiAccess: 'ENABLED',
      apiAccessPrincipalArn: 'arn:aws:iam::111122223333:role/hire',
      createTime: 1_700_000_000_123,
      lastLoginTime: 1_700_000_000_999,
    });

    expect(user).toEqual({
      userId: 'user-1',
      emailAddress: 'Zoe@Example.com',
      type: 'SUPER_USER',
      status: 'ENABLED',
      firstName: 'Zoë',
      lastName: "O'Neill",
      apiAccess: 'ENABLED',
      apiAccessPrincipalArn: 'arn:aws:iam::111122223333:role/hire',
      createTimeMs: 1_700_000_000_123,
    });
  });

  test('a user that FinSpace shows without apiAccess has none', () => {
    const user = toDirectoryUser({ ...least, type: 'APP_USER', status: 'ENABLED' });

    expect(user).toEqual({
      userId: 'user-1',
      emailAddress: 'zoe@example.com',
      type: 'APP_USER',
      status: 'ENABLED',
      apiAccess: 'DISABLED',
    });
  });

  test.each<[string, User]>([
    ['status', { ...least, type: 'APP_USER' }],
    ['type', { ...least, status: 'ENABLED' }],
  ])('a user that FinSpace shows without %s counts as still being created', (_, user) => {
    expect(toDirectoryUser(user)).toMatchObject({ status: 'CREATING' });
  });

  test.each<[string, User]>([
    ['id', { emailAddress: 'zoe@example.com' }],
    ['address', { userId: 'user-1' }],
  ])('a user that FinSpace shows without %s is left out', (_, user) => {
    expect(toDirectoryUser(user)).toBeUndefined();
  });
});
