import { expect, test } from '@jest/globals';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';
import { createSeenUsers } from '../../../src/targets/finspace/seen-users.ts';

const user = (emailAddress: string, userId: string): DirectoryUser => ({
  emailAddress,
  userId,
  type: 'APP_USER',
  status: 'ENABLED',
  apiAccess: 'DISABLED',
});

test('no user is added beyond the limit', () => {
  const seen = createSeenUsers(1);

  seen.add([user('ada@example.com', 'user-1'), user('zoe@example.com', 'user-2')]);

  expect(seen.userIdOf('ada@example.com')).toBe('user-1');
  expect(seen.userIdOf('zoe@example.com')).toBeUndefined();
});

test('who was seen under another id since is known by that one, however full it is', () => {
  const seen = createSeenUsers(1);

  seen.add([user('ada@example.com', 'user-1')]);
  seen.add([user('ada@example.com', 'user-2')]);

  expect(seen.userIdOf('ada@example.com')).toBe('user-2');
});

test('an address that no hire has, as it is not in lower case, takes no other user’s place', () => {
  const seen = createSeenUsers(1);

  seen.add([user('Ada@example.com', 'user-1'), user('zoe@example.com', 'user-2')]);

  expect(seen.userIdOf('zoe@example.com')).toBe('user-2');
});
