import { describe, expect, test } from '@jest/globals';
import { readProfile } from '../../src/contracts/profile.ts';
import { PROFILE_FIELDS, type ProfileField } from '../../src/contracts/profile-fields.ts';
import { readBody } from '../support/bodies/read-body.ts';

const ADA = { emailAddress: 'ada@example.com' };
const read = (content: object, fields: readonly ProfileField[] = PROFILE_FIELDS) =>
  readProfile({ ...content }, fields);
const rulesOf = (content: object) => {
  return read(content).rules ?? [];
};

describe.each(PROFILE_FIELDS)('the field %s', (field) => {
  test.each([
    ['a text', 'Trading', 'Trading'],
    ['a text of 256 characters', '𝒳'.repeat(256), '𝒳'.repeat(256)],
    ['white space around it', ' R&D\u00a0', 'R&D'],
    ['decomposed letters', 'Zu\u0308rich', 'Zürich'],
  ])('may be %s', (_, sent, profile) => {
    expect(read({ [field]: sent })).toEqual({ profile: { [field]: profile } });
  });

  test.each([
    ['null', null],
    ['empty text', ''],
    ['blank text', ' \u00a0'],
  ])('counts as not sent where it is %s', (_, sent) => {
    expect(read({ [field]: sent })).toEqual({ profile: {} });
  });

  test.each([
    ['257 characters', 'x'.repeat(257)],
    ['an object', { value: 'x' }],
    ['a list', ['x']],
    ['true', true],
    ['a line break', 'a\nb'],
    ['a private-use character', 'a\ue000'],
    ['nothing visible', '\u200b'],
    ['a link', 'https://example.com'],
  ])('may not be %s, and the reason names the field, not the value', (_, sent) => {
    expect(rulesOf({ [field]: sent })).toEqual([expect.stringMatching(`^${field}: must `)]);
    expect(rulesOf({ [field]: 'secret\nvalue' }).join()).not.toContain('secret');
  });
});

test('a manager may be an integer, as an employee id may', () => {
  expect(read({ manager: 10_423 })).toEqual({ profile: { manager: '10423' } });
  expect(rulesOf({ manager: 1.5 })).toHaveLength(1);
  expect(rulesOf({ costCenter: 4711 })).toHaveLength(1);
});

test('a field that is not asked for is not looked at, whatever its value', () => {
  const content = { department: 'Trading', manager: { id: 'E-1' }, title: 'x'.repeat(257) };

  expect(read(content, ['department'])).toEqual({
    profile: { department: 'Trading' },
  });
});

describe('a message', () => {
  const readWith = (changes: object) =>
    readBody(JSON.stringify({ ...ADA, ...changes }), [], ['title', 'department']);

  test('has its profile beside the account', () => {
    expect(readWith({ title: 'Analyst' })).toMatchObject({
      kind: 'hire',
      hire: ADA,
      profile: { title: 'Analyst' },
    });
    expect(readWith({ title: 'Analyst' }).hire).not.toHaveProperty('title');
  });

  test('has no profile where none is read', () => {
    expect(readBody(JSON.stringify({ ...ADA, title: 'Analyst' }))).not.toHaveProperty('profile');
  });

  test('is refused for every field at fault at once, with the account that it asks for', () => {
    expect(readWith({ requestId: 'a\nb', title: 7, department: ' \n.\n. ' })).toMatchObject({
      kind: 'refused',
      hire: ADA,
      reason: {
        code: 'invalid-message',
        message: expect.stringMatching(/^requestId: .*\. title: .*\. department: /),
      },
    });
  });

  test('that is refused for its address still has its profile', () => {
    expect(readWith({ emailAddress: 'ada', title: 'Analyst' })).toMatchObject({
      kind: 'refused',
      profile: { title: 'Analyst' },
    });
  });
});
