import { expect, test } from '@jest/globals';
import { type JestFile, reportLine } from './report-line.ts';

const moto = { name: 'moto_server', tests: 'test/counterparts/moto' };
const present = { ...moto, presence: { version: '5.2.1' } };
const absent = { ...moto, presence: { missing: 'moto_server' } };

function ran(...statuses: readonly string[]): readonly JestFile[] {
  const assertionResults = statuses.map((status) => ({ status }));
  const other = { name: '/clone/test/local/stack.test.ts', assertionResults };
  return [other, { name: '/clone/test/counterparts/moto.test.ts', assertionResults }];
}

test('a counterpart that is there is told with its version', () => {
  expect(reportLine(present)).toBe('moto_server 5.2.1: present');
});

test('a counterpart that is not there is told with what is missing', () => {
  expect(reportLine(absent)).toBe('moto_server: skipped: no moto_server');
});

test('a run is told with how many tests of its own had an end', () => {
  expect(reportLine(present, ran('passed', 'failed'))).toBe('moto_server 5.2.1: ran, 2 tests');
});

test('a run is told with what the counterpart does not do', () => {
  const differing = { ...present, differs: 'no policies' };

  expect(reportLine(differing, ran('passed'))).toBe('moto_server 5.2.1: ran, 1 test; no policies');
});

test('a counterpart that is there, and skipped all the same, is told so', () => {
  expect(reportLine(present, ran('pending'))).toBe(
    'moto_server 5.2.1: present, but nothing was tried on it',
  );
});
