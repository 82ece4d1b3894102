import { expect, test } from '@jest/globals';
import { profileSettings, profileTermsOf } from '../../src/contracts/profile-settings.ts';
import { readSettings } from '../../src/contracts/setting-rules.ts';

const read = (env: Readonly<Record<string, string>>) => readSettings(profileSettings, env);
const termsFrom = (env: Readonly<Record<string, string>>) => {
  const reading = read(env);
  if (reading.kind === 'invalid') throw new Error(reading.faults.join('\n'));
  return profileTermsOf(reading.values);
};

test.each([{}, { FORWARDED_ATTRIBUTES: ' ', ALLOWED_ATTRIBUTE_VALUES: ' ' }])(
  'without settings, nothing is forwarded and nothing is bounded: %j',
  (env) => {
    expect(termsFrom(env)).toEqual({ forwarded: [], allowedValues: {} });
  },
);

test('fields and values are lists', () => {
  expect(
    termsFrom({
      FORWARDED_ATTRIBUTES: 'title, department',
      ALLOWED_ATTRIBUTE_VALUES: 'department=Trading|Sales, costCenter=4711',
    }),
  ).toEqual({
    forwarded: ['title', 'department'],
    allowedValues: { department: ['Trading', 'Sales'], costCenter: ['4711'] },
  });
});

test.each([
  ['a comma', 'department=Sales, Europe|R&D,title=Head', ['Sales, Europe', 'R&D']],
  ['white space around it', 'department = Sales | R&D ', ['Sales', 'R&D']],
  ['decomposed letters', 'department=Zu\u0308rich', ['Zürich']],
])('a value may have %s', (_, setting, department) => {
  expect(termsFrom({ ALLOWED_ATTRIBUTE_VALUES: setting }).allowedValues).toMatchObject({
    department,
  });
});

test.each([
  ['FORWARDED_ATTRIBUTES', 'department,employeeId'],
  ['FORWARDED_ATTRIBUTES', 'Department'],
  ['FORWARDED_ATTRIBUTES', 'department,'],
  ['FORWARDED_ATTRIBUTES', '*'],
  ['ALLOWED_ATTRIBUTE_VALUES', 'department'],
  ['ALLOWED_ATTRIBUTE_VALUES', 'department='],
  ['ALLOWED_ATTRIBUTE_VALUES', 'department=Trading|'],
  ['ALLOWED_ATTRIBUTE_VALUES', 'departments=Trading'],
  ['ALLOWED_ATTRIBUTE_VALUES', 'department=Trading,costCentre=4711'],
  ['ALLOWED_ATTRIBUTE_VALUES', 'department=Trading,department=Sales'],
])('a setting is refused: %s=%s', (name, value) => {
  expect(read({ [name]: value })).toEqual({
    kind: 'invalid',
    faults: [expect.stringMatching(`^${name} must list `)],
  });
});
