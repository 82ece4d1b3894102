import { describe, expect, test } from '@jest/globals';
import { parseExpression, type Series } from './metric-math.ts';

const none = undefined;
const SERIES: Readonly<Record<string, Series>> = {
  empty: [none, none, none],
  gap: [5, none, 7],
  late: [3, 4, none],
  ones: [1, 1, 1],
  states: [0, none, 2],
};

function evaluate(expression: string, fillsEmpty = true): Series {
  return parseExpression(expression)({ fillsEmpty, seriesOf: (id) => SERIES[id] ?? [] });
}

test.each<[expression: string, Series]>([
  ['FILL(gap, 0)', [5, 0, 7]],
  ['FILL(late, REPEAT)', [3, 4, 4]],
  ['SUM([gap, late])', [8, 4, 7]],
  ['MAX([gap, late])', [5, 4, 7]],
  ['SUM([gap, empty])', [5, none, 7]],
  ['gap + late', [8, 4, 7]],
  ['gap / 2', [2.5, none, 3.5]],
  ['-gap', [-5, none, -7]],
  ['gap - ones * 2', [3, -2, 5]],
  ['gap > 5', [0, none, 1]],
  ['IF(states, 1, 0)', [0, none, 1]],
  ['IF(gap > 5, 1, 0)', [0, none, 1]],
  ['DIFF(gap)', [none, none, 2]],
  ['DIFF(FILL(late, 0))', [none, 1, -4]],
])('%s', (expression, expected) => {
  expect(evaluate(expression)).toEqual(expected);
});

describe('a metric without any data', () => {
  test.each([
    ['FILL(empty, 0)', [0, 0, 0], [none, none, none]],
    ['gap + empty', [5, none, 7], [none, none, none]],
    ['FILL(empty, REPEAT)', [none, none, none], [none, none, none]],
    ['SUM([gap, -empty])', [5, none, 7], [5, none, 7]],
  ])('%s is read in two ways', (expression, filled, empty) => {
    expect(evaluate(expression, true)).toEqual(filled);
    expect(evaluate(expression, false)).toEqual(empty);
  });
});

test.each([
  'RATE(gap)',
  'SUM(gap)',
  'MAX(gap)',
  'FILL(gap, LINEAR)',
  'gap AND late',
  'gap ^ 2',
  'IF(gap, late)',
  '[gap, late]',
  '5',
  'gap late',
])('%s is not evaluated as something else', (expression) => {
  expect(() => evaluate(expression)).toThrow('does not know');
});
