import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileExpression, ExpressionError } from '../../src/sources/expressions/expression.ts';
import { MappingError } from '../../src/sources/fault.ts';

const evaluate = (text: string, record: object) =>
  compileExpression(text, undefined).evaluate(record);

describe('an expression may', () => {
  test.each([
    ['name a member', 'a', 1],
    ['name a member of a member', 'b.c', 'x'],
    ['name a member by any spelling', '`d e`', 'y'],
    ['select from a list', 'list[type = "work"].value', 'w'],
    ['count in a list', 'list[0].value', 'h'],
    ['choose', 'b.c = "x" ? "yes" : "no"', 'yes'],
    ['compare', 'a > 0 and a < 2 and $not(a = 3)', true],
    ['look into a literal list', 'b.c in ["x", "z"]', true],
    ['put text together', 'b.c & "-" & `d e`', 'x-y'],
    ['match a pattern', '$contains(b.c, /^[a-z]$/)', true],
    ['ignore case in a pattern', '$contains(b.c, /X/i)', true],
    ['replace by a pattern', '$replace(long, /(l)(o)/, "$2$1")', 'olng olng'],
    ['split by a pattern', '$split(long, / /)[1]', 'long'],
    ['take the first value that is not empty', '$first(none, blank, list.value)', 'h'],
    ['read no date', '$exists($date(noDate))', false],
    ['take a whole name apart', '$givenName(name) & "|" & $familyName(name)', 'Ada Ngozi|Okafor'],
    [
      'take a name with a comma apart',
      '$givenName(comma) & "|" & $familyName(comma)',
      'Ada|Okafor',
    ],
  ])('%s: %s', async (_what, text, value) => {
    const record = {
      a: 1,
      b: { c: 'x' },
      'd e': 'y',
      list: [
        { type: 'home', value: 'h' },
        { type: 'work', value: 'w' },
      ],
      long: 'long long',
      blank: ' ',
      noDate: '0000-00-00',
      name: 'Ada Ngozi Okafor',
      comma: 'Okafor, Ada',
    };

    expect(await evaluate(text, record)).toEqual(value);
  });
});

describe('an expression may not', () => {
  test.each([
    ['define a function', 'function($x){$x}(a)', 'calls what is no function'],
    ['pass a function on', '$map(a, $uppercase)', 'calls $map, which is not allowed'],
    ['call a function by another name', '(a; $trim)', 'has $trim, which is not allowed'],
    ['evaluate text', '$eval(a)', 'calls $eval, which is not allowed'],
    ['make padding', '$pad(a, 1000000000)', 'calls $pad, which is not allowed'],
    ['read the time', '$now()', 'calls $now, which is not allowed'],
    ['read the clock', '$millis()', 'calls $millis, which is not allowed'],
    ['draw a number', '$random()', 'calls $random, which is not allowed'],
    ['set a variable', '($a := a; $a)', 'has bind, which is not allowed'],
    ['read a variable', '$a', 'has $a, which is not allowed'],
    ['chain functions', 'a ~> $trim', 'has apply, which is not allowed'],
    ['leave arguments open', '$trim(?)', 'has partial, which is not allowed'],
    ['make ranges', '[1..1000000]', 'has .., which is not allowed'],
    ['make objects', '{"a": a}', 'has {}, which is not allowed'],
    ['group', 'list{type: value}', 'is not allowed'],
    ['sort', 'list^(value)', 'has sort, which is not allowed'],
    ['look everywhere', '**', 'has descendant, which is not allowed'],
    ['look at every member', 'a.*', 'has wildcard, which is not allowed'],
    ['look at the parent', 'a.%.b', 'is not allowed'],
    ['transform', 'a ~> |b|{}|', 'has apply, which is not allowed'],
    ['look around in a pattern', '$contains(a, /(?=b)/)', 'cannot run in linear time'],
    ['refer back in a pattern', '$contains(a, /(b)\\1/)', 'cannot run in linear time'],
    ['replace by a value of the record', '$replace(a, /b/, a)', 'write the others as literals'],
    ['replace in what it stands in', 'a.$replace("b", "c")', 'give it the text as the first'],
    ['join by a value of the record', '$join(a, b)', 'write the others as literals'],
    ['be no JSONata', 'a.', 'must be a JSONata expression; correct it at character'],
    ['be longer than 1024 characters', `a${' or a'.repeat(300)}`, 'at most 1024 characters'],
  ])('%s: %s', (_what, text, rule) => {
    const compile = () => compileExpression(text, undefined);

    expect(compile).toThrow(ExpressionError);
    expect(compile).toThrow(rule);
  });
});

describe('an expression is cut off', () => {
  test('where a sequence grows beyond its limit', async () => {
    const record = { list: Array.from({ length: 200 }, () => ({ list: Array(200).fill('x') })) };

    await expect(evaluate('list.list.("a" & $)', record)).rejects.toThrow(
      'takes too long or too much',
    );
  });

  test('where replacements multiply', async () => {
    const many = 'x'.repeat(100);
    const text = `$replace($replace(a, /a/, "${many}"), /x/, "${many}")`;

    await expect(evaluate(text, { a: 'a'.repeat(1000) })).rejects.toThrow(
      'must not replace, join or put together more than 4096 characters',
    );
  });

  test('where a text is put together with itself, step by step', async () => {
    const text = `$length(a${'.($ & $)'.repeat(40)})`;

    await expect(evaluate(text, { a: 'a'.repeat(20) })).rejects.toThrow(
      'must not replace, join or put together more than 4096 characters',
    );
  });

  test('where quotes are escaped again and again', async () => {
    const text = `$length(${'$string(['.repeat(12)}a${'])'.repeat(12)})`;

    await expect(evaluate(text, { a: '"'.repeat(4096) })).rejects.toThrow(
      'must not replace, join or put together more than 4096 characters',
    );
  });

  test('in linear time, with a pattern that backtracks for ever elsewhere', async () => {
    expect(await evaluate('$contains(a, /^(a+)+$/)', { a: `${'a'.repeat(4000)}!` })).toBe(false);
  });
});

describe('an expression', () => {
  test('reads own members only', async () => {
    expect(await evaluate('constructor', {})).toBeUndefined();
    expect(await evaluate('`__proto__`', {})).toBeUndefined();
    expect(await evaluate('a.length', { a: [1] })).toBeUndefined();
  });

  test('that fails for a record gives a rule without its values', async () => {
    const rule = 'cannot be evaluated for this record (JSONata D3030); correct the expression';

    await expect(evaluate('$number(a)', { a: 'secret' })).rejects.toThrow(new MappingError(rule));
  });
});

test('an expression that is read directly has the value that JSONata gives it', async () => {
  const { record } = fc.letrec((tie) => ({
    record: fc.record({ a: tie('value'), b: tie('value') }, { requiredKeys: [] }),
    value: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constantFrom(null, '', ' ', 'x', 7, false),
      fc.array(tie('value'), { maxLength: 2 }),
      tie('record'),
    ),
  }));
  const path = fc
    .array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 })
    .map((names) => names.join('.'));
  const first = fc
    .array(path, { minLength: 1, maxLength: 3 })
    .map((paths) => `$first(${paths.join(', ')}, $first(b.a))`);
  await fc.assert(
    fc.asyncProperty(fc.oneof(path, first), record, async (text, value) => {
      const direct = await evaluate(text, value as object);
      // With a condition around it, it is evaluated by JSONata.
      const byJsonata = await evaluate(`true ? ${text} : 0`, value as object);

      // JSONata's lists have members of their own.
      expect(JSON.stringify(direct)).toBe(JSON.stringify(byJsonata));
    }),
    { numRuns: 1_000 },
  );
});
