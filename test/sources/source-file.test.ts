import { describe, expect, test } from '@jest/globals';
import { readSource } from '../../src/sources/source-file.ts';
import { SourceFileError } from '../../src/sources/source-file-error.ts';

const VALID = `title: Test
shapes:
  - about: a report
    format: csv
    columns:
      id: Employee ID
      mail: [Work Email, E-Mail]
    needed: [mail]
    hire:
      emailAddress: mail
      employeeId: id
`;

function faultsOf(text: string, name = 'test.yml') {
  try {
    readSource(text, name);
  } catch (error) {
    return error instanceof SourceFileError ? error.faults : error;
  }
  return 'no fault';
}

test('a source is named by its file', () => {
  expect(readSource(VALID, 'our-hr.yml')).toMatchObject({ name: 'our-hr', title: 'Test' });
});

describe('a source file is refused, with line and key,', () => {
  test.each([
    ['that is no YAML', 'title: [', '', 1, 'must be YAML; correct it'],
    ['that is empty', '', '', 1, 'must be a mapping of keys to values'],
    [
      'with an unknown key',
      VALID.replace('needed', 'only: id\n    abuot: x\n    needed'),
      'shapes[0].abuot',
      9,
      'is no key of a source',
    ],
    [
      'with an unknown format',
      VALID.replace('csv', 'xml'),
      'shapes[0].format',
      4,
      'must be a shape with format: csv or format: json',
    ],
    [
      'without an address',
      VALID.replace('emailAddress', 'firstName'),
      'shapes[0].hire',
      10,
      'must map emailAddress',
    ],
    [
      'with a field that no hire has',
      VALID.replace('employeeId', 'salary'),
      'shapes[0].hire.salary',
      11,
      'must be one of emailAddress, type',
    ],
    [
      'with a field that is named as every object is made',
      VALID.replace('employeeId', 'constructor'),
      'shapes[0].hire',
      10,
      'must have no key named __proto__, constructor, prototype',
    ],
    [
      'with a column that is named as every object is made',
      VALID.replace('id: Employee', 'prototype: Employee'),
      'shapes[0].columns',
      6,
      'must have no key named __proto__, constructor, prototype',
    ],
    [
      'with a needed column that is no text',
      VALID.replace('[mail]', '[7]'),
      'shapes[0].needed[0]',
      8,
      'must be the name of a column, as text',
    ],
    [
      'with an elevated field',
      VALID.replace('employeeId', 'type'),
      'shapes[0].hire.type',
      11,
      'add elevated: true',
    ],
    [
      'with an expression that may not run',
      VALID.replace(': id\n', ': $now()\n'),
      'shapes[0].hire.employeeId',
      11,
      'calls $now',
    ],
    [
      'with an expression that is no text',
      VALID.replace(': id\n', ': 7\n'),
      'shapes[0].hire.employeeId',
      11,
      'must be a JSONata expression as text',
    ],
    [
      'with a needed column that it does not have',
      VALID.replace('[mail]', '[mial]'),
      'shapes[0].needed[0]',
      8,
      'must be one of id, mail',
    ],
    [
      'with an order of dates that there is not',
      `dates: YDM\n${VALID}`,
      'dates',
      1,
      'must be one of MDY, DMY, YMD',
    ],
  ])('%s', (_what, text, key, line, rule) => {
    expect(faultsOf(text)).toEqual([{ line, key, rule: expect.stringContaining(rule) }]);
  });

  test('with every fault of it', () => {
    const text = VALID.replace('employeeId: id', 'salary: id\n      firstName: $now()');

    expect(faultsOf(text)).toMatchObject([{ line: 11 }, { line: 12 }]);
  });

  test.each([
    ['an alias as a key', VALID.replace('employeeId:', '&id employeeId: mail\n      *id :'), 12],
    ['a number as a key', VALID.replace('id:', '1:'), 6],
    ['a directive', `%YAML 1.1\n---\n${VALID}`, 1],
    ['a tag', VALID.replace('mail]', '!!str mail]'), 8],
  ])('with %s, which may hide a second key or change a value', (_what, text, line) => {
    expect(faultsOf(text)).toEqual([
      { line, key: '', rule: expect.stringMatching(/^must have (no|text)/) },
    ]);
  });

  test.each([
    ['a CR', '# all reports\r    only: id != ""'],
    ['ESC, which clears a line of a screen', '#\u001b[2K'],
    ['a direction of text', '/* \u202e */'],
  ])('with %s, which may hide a key or an expression', (_what, text) => {
    expect(faultsOf(VALID.replace('csv', `csv ${text}`))).toMatchObject([
      { line: 4, key: '', rule: expect.stringMatching(/^must have no U\+/) },
    ]);
  });

  test('whose name cannot be a part of a request id', () => {
    expect(faultsOf(VALID, 'Our HR.yml')).toMatchObject([
      { rule: expect.stringContaining('rename it') },
    ]);
  });

  test('whose aliases would fill the memory', () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b]\n${VALID}`;

    expect(faultsOf(bomb)).toMatchObject([{ rule: expect.stringContaining('aliases') }]);
  });

  test('in words for its author', () => {
    expect(() => readSource(VALID.replace('employeeId', 'salary'), 'our-hr.yml')).toThrow(
      /^our-hr\.yml is no source that can be used:\n {2}line 11, shapes\[0\]\.hire\.salary: must be one of /,
    );
  });

  test('without a line that text of the file makes', () => {
    const text = VALID.replace('csv', 'csv\n    "x\\n  line 1: \\e[32mvalid": 1');
    const expression = VALID.replace('mail\n', '"mail \\n  line 1: valid"\n');

    for (const forged of [text, expression])
      expect(() => readSource(forged, 'our-hr.yml')).toThrow(
        /^our-hr\.yml is no source that can be used:\n {2}line \d+, \P{C}*$/u,
      );
  });
});
