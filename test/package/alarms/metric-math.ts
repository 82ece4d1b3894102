/**
 * The part of CloudWatch's metric math that the alarms use; an expression with anything else throws.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */

/** A value for each period, oldest first; undefined where there was no data. */
export type Series = readonly (number | undefined)[];

export interface MathScope {
  /** The series of a metric, or of another expression. */
  readonly seriesOf: (id: string) => Series;
  /** Whether FILL fills a series without any data, and an operator takes it as zeros. */
  readonly fillsEmpty: boolean;
}

type Value = number | Series | SeriesList;
/** What stands in square brackets. */
interface SeriesList {
  readonly list: readonly Series[];
}
type Term = (scope: MathScope) => Value;

export function parseExpression(expression: string): (scope: MathScope) => Series {
  const tokens = expression.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?|>=|<=|==|!=|\S/g) ?? [];
  const parser = createParser(tokens);
  const term = parser.comparison();
  if (parser.rest().length > 0) throw unknown(parser.rest().join(' '));
  return (scope) => seriesIn(term(scope));
}

function createParser(tokens: readonly string[]) {
  let at = 0;
  const isNext = (...expected: string[]) => expected.includes(tokens[at] ?? '');
  const take = () => tokens[at++] ?? '';
  const expectNext = (token: string) => {
    if (take() !== token) throw unknown(tokens.join(' '));
  };

  function operators(operand: () => Term, ...signs: string[]): Term {
    let term = operand();
    while (isNext(...signs)) term = combined(take(), term, operand());
    return term;
  }

  function commaSeparated(end: string): readonly Term[] {
    const terms = [comparison()];
    while (isNext(',')) {
      take();
      terms.push(comparison());
    }
    expectNext(end);
    return terms;
  }

  function primary(): Term {
    const token = take();
    if (token === '-') return combined('*', () => -1, primary());
    if (token === '[') {
      const terms = commaSeparated(']');
      return (scope) => ({ list: terms.map((term) => seriesIn(term(scope))) });
    }
    if (/^\d/.test(token)) return () => Number(token);
    if (/^[a-z]\w*$/.test(token)) return ({ seriesOf }) => seriesOf(token);
    if (!/^[A-Z]+$/.test(token)) throw unknown(token);
    expectNext('(');
    return token === 'FILL' ? fill() : call(token, commaSeparated(')'));
  }

  function fill(): Term {
    const filled = comparison();
    expectNext(',');
    const isRepeat = isNext('REPEAT');
    if (isRepeat) take();
    const filler = isRepeat ? () => 0 : comparison();
    expectNext(')');
    return (scope) => {
      const series = seriesIn(filled(scope));
      if (isRepeat) return repeatLast(series);
      if (isEmpty(series) && !scope.fillsEmpty) return series;
      return series.map((value) => value ?? numberIn(filler(scope)));
    };
  }

  const products = () => operators(primary, '*', '/');
  const sums = () => operators(products, '+', '-');
  const comparison = () => operators(sums, '>', '<', '>=', '<=', '==');

  return { comparison, rest: () => tokens.slice(at) };
}

/** SUM and MAX of a single series make one number of the whole range, which is longer than the alarm says. */
function call(name: string, terms: readonly Term[]): Term {
  const [first = () => 0, second = first, third = first] = terms;
  switch (`${name} ${terms.length}`) {
    case 'DIFF 1':
      return (scope) => differences(seriesIn(first(scope)));
    case 'IF 3':
      return (scope) => choose(seriesIn(first(scope)), second(scope), third(scope));
    case 'SUM 1':
      return (scope) => pointwise(listIn(first(scope)), (present) => total(present));
    case 'MAX 1':
      return (scope) => pointwise(listIn(first(scope)), (present) => Math.max(...present));
    default:
      throw unknown(`${name} of ${terms.length}`);
  }
}

const OPERATORS: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '>': (left, right) => Number(left > right),
  '<': (left, right) => Number(left < right),
  '>=': (left, right) => Number(left >= right),
  '<=': (left, right) => Number(left <= right),
  '==': (left, right) => Number(left === right),
};

/** Where one of two series has a value, the missing one of the other is 0. */
function combined(sign: string, leftTerm: Term, rightTerm: Term): Term {
  const operator = OPERATORS[sign];
  if (!operator) throw unknown(sign);
  return (scope) => {
    const [left, right] = [leftTerm(scope), rightTerm(scope)];
    if (typeof left === 'number' && typeof right === 'number') return operator(left, right);
    const operands = [left, right].filter((one) => typeof one !== 'number').map(seriesIn);
    const empty = operands.find(isEmpty);
    if (empty && !scope.fillsEmpty) return empty;
    const valueAt = (one: Value, index: number) =>
      typeof one === 'number' ? one : ((one as Series)[index] ?? 0);
    return (operands[0] ?? []).map((_, index) =>
      operands.some((series) => series[index] !== undefined)
        ? operator(valueAt(left, index), valueAt(right, index))
        : undefined,
    );
  };
}

/** Dropped where the condition has no value. */
function choose(condition: Series, whenTrue: Value, whenFalse: Value): Series {
  return condition.map((value) =>
    value === undefined ? undefined : numberIn(value === 0 ? whenFalse : whenTrue),
  );
}

function differences(series: Series): Series {
  let before: number | undefined;
  return series.map((value) => {
    const difference = value === undefined || before === undefined ? undefined : value - before;
    before = value ?? before;
    return difference;
  });
}

function repeatLast(series: Series): Series {
  let last: number | undefined;
  return series.map((value) => {
    last = value ?? last;
    return last;
  });
}

/** Of the series that have a value there. */
function pointwise(
  array: readonly Series[],
  aggregate: (present: readonly number[]) => number,
): Series {
  return (array[0] ?? []).map((_, index) => {
    const present = array.map((series) => series[index]).filter((value) => value !== undefined);
    return present.length === 0 ? undefined : aggregate(present);
  });
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function isEmpty(series: Series): boolean {
  return series.every((value) => value === undefined);
}

function listIn(value: Value): readonly Series[] {
  if (typeof value === 'number' || !('list' in value))
    throw unknown('a single series where a list belongs');
  return value.list;
}

function seriesIn(value: Value): Series {
  if (typeof value === 'number' || 'list' in value) throw unknown('a value that is no series');
  return value;
}

function numberIn(value: Value): number {
  if (typeof value !== 'number') throw unknown('a value that is no number');
  return value;
}

function unknown(what: string): Error {
  return new Error(`This evaluator does not know, in an alarm's expression: ${what}`);
}
