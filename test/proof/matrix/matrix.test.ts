import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { isKept, sumOf, type Tally } from '../../support/trials/tally.ts';
import { matrixByDirectory } from './by-directory.ts';
import { matrixMarkdown } from './matrix.ts';
import { SECTIONS } from './sections.ts';

const kept: Tally = {
  fault: 'killed',
  injected: 3,
  people: 2,
  accounts: 2,
  records: 2,
  events: 1_200,
  lost: 0,
  doubled: 0,
  broken: [],
};

describe('docs/how-things-go-wrong.md', () => {
  test('has a section for every fault of the matrix, and no other', () => {
    const page = readFileSync('docs/how-things-go-wrong.md', 'utf8');
    const headings = page.match(/^## .*$/gm)?.map((heading) => heading.slice(3));

    expect(headings).toEqual([...SECTIONS, 'The matrix']);
  });
});

describe('a row of the matrix', () => {
  test('keeps its promise when every person has one account and one record', () => {
    expect(isKept(kept)).toBe(true);
  });

  test.each<[string, Partial<Tally>]>([
    ['the fault was never done', { injected: 0 }],
    ['an account is missing', { accounts: 1 }],
    ['an account is one too many', { accounts: 3 }],
    ['a record is missing', { records: 1 }],
    ['something was lost', { lost: 1 }],
    ['something was doubled', { doubled: 1 }],
    ['a promise was broken that no count shows', { broken: ['an event is wrong'] }],
  ])('breaks its promise when %s', (_, difference) => {
    expect(isKept({ ...kept, ...difference })).toBe(false);
  });

  test('leads from the page to the section that tells of the fault', () => {
    const row = matrixMarkdown([{ ...kept, section: 'Delivered twice' }])
      .split('\n')
      .at(-1);

    expect(row).toBe('| [killed](#delivered-twice) | 3 | 2 | 2 | 2 | 1,200 | 0 | 0 |');
  });

  test('sums several of one fault', () => {
    const sum = sumOf('killed', [kept, { ...kept, lost: 1, broken: ['lost'] }]);

    expect(sum).toMatchObject({ injected: 6, people: 4, events: 2_400, lost: 1, broken: ['lost'] });
  });
});

describe('the matrix on the page', () => {
  const row = { ...kept, section: 'Killed' } as const;

  test('tells what was done in each directory, and then each of its rows', () => {
    const matrix = matrixByDirectory([
      { ...row, target: 'finspace' },
      { ...row, target: 'scim' },
      { ...row, section: 'The clock' },
      { ...row, target: 'scim', fault: 'frozen', lost: 1 },
    ]);

    expect(matrix).toBe(
      [
        '| directory | faults | injected | lost | doubled |',
        '| --- | ---: | ---: | ---: | ---: |',
        '| [FinSpace](#finspace) | 1 | 3 | 0 | 0 |',
        '| [SCIM](#scim) | 2 | 6 | 1 | 0 |',
        '| [Any directory](#any-directory) | 1 | 3 | 0 | 0 |',
        '\n### FinSpace\n',
        matrixMarkdown([row]),
        '\n### SCIM\n',
        matrixMarkdown([row, { ...row, fault: 'frozen', lost: 1 }]),
        '\n### Any directory\n',
        matrixMarkdown([{ ...row, section: 'The clock' }]),
      ].join('\n'),
    );
  });
});
