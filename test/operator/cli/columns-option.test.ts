import { describe, expect, test } from '@jest/globals';
import { readColumns } from '../../../src/operator/cli/columns-option.ts';

describe('columns are given', () => {
  test.each([
    ['emailAddress=Work Email', { emailAddress: 'Work Email' }],
    [
      'emailAddress="Work Email",firstName=Vorname',
      { emailAddress: 'Work Email', firstName: 'Vorname' },
    ],
    ['lastName="Name, family"', { lastName: 'Name, family' }],
  ])('as %s', (text, columns) => {
    expect(Object.fromEntries(readColumns(text))).toEqual(columns);
  });

  test.each(['emailAddress', 'emailAddress=', 'salary=Salary', '=x', 'emailAddress="x'])(
    'not as %s',
    (text) => {
      expect(() => readColumns(text)).toThrow('It must be such as emailAddress="Work Email"');
    },
  );
});
