import { expect, test } from '@jest/globals';
import { namedFields } from '../../src/targets/named-fields.ts';

const NAMES = {
  userName: 'emailAddress',
  emails: 'emailAddress',
  givenName: 'firstName',
  familyName: 'lastName',
  type: 'type',
} as const;

test.each([
  ["Value at 'userName' failed to satisfy constraint", ['emailAddress']],
  ['name.givenName is too long, and so is name.familyName', ['firstName', 'lastName']],
  ['USERNAME must not be empty', ['emailAddress']],
  ['userName and emails[type eq "work"].value differ', ['emailAddress']],
  ["Value at 'type' failed to satisfy constraint", ['type']],
  ['The given name is too long', []],
  ['A value of an invalid type', []],
  ['emails@example.com is not welcome', []],
  ['my-emails, userName2 and the_familyName', []],
  ['', []],
])('the fields named in %s', (text, fields) => {
  expect(namedFields(text, NAMES)).toEqual(fields);
});

test('a text of any length is read in no time', () => {
  expect(namedFields(`${'x'.repeat(5_000_000)} userName`, NAMES)).toEqual([]);
});
