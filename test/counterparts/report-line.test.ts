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

test('the line of a counterpart that is there names its version', () => {
  expect(reportLine(present)).toBe('moto_server 5.2.1: present');
});

test('the line of a counterpart that is not there names what is missing', () => {
  expect(reportLine(absent)).toBe('moto_server: skipped: no moto_server');
});

test('the line of a run says how many of its tests ended', () => {
  expect(reportLine(present, ran('passed', 'failed'))).toBe('moto_server 5.2.1: ran, 2 tests');
});

test('the line of a run says what the counterpart does not do', () => {
  const differing = { ...present, differs: 'no policies' };

  expect(reportLine(differing, ran('passed'))).toBe('moto_server 5.2.1: ran, 1 test; no policies');
});

test('the line of a counterpart that is there but skipped says so', () => {
  expect(reportLine(present, ran('pending'))).toBe(
    'moto_server 5.2.1: present, but nothing was tried on it',
  );
});
