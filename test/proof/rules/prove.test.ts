import { expect, jest, test } from '@jest/globals';
import { proveEveryRule } from './prove.ts';
import { REMOVABLE_RULES } from './rules.ts';

// Starts another Jest.
jest.setTimeout(120_000);

test('a rule whose loss nothing notices is reported as a broken promise', async () => {
  const dead = {
    rule: 'the tolerance is written in seconds',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'const CLOCK_TOLERANCE_MS = 60_000;',
      to: 'const CLOCK_TOLERANCE_MS = 60 * 1000;',
    },
  };
  const scenario = 'an account that was there before, exactly as requested';
  const search = { scenario, faults: 0, broken: 'an account is called recovered that is not' };
  const named = {
    file: 'provisioning/lost-answers.test.ts',
    test: 'evidence that an account is ours allows a minute for clocks that differ',
  };
  const alive = REMOVABLE_RULES.filter(({ rule }) => rule === 'clocks may differ by a minute');
  const rules = [...alive, { ...dead, noticedBy: search }, { ...dead, noticedBy: named }];
  const { injected, broken } = await proveEveryRule({ rules, scenarios: [] }, () => undefined);

  expect(injected).toBe(3);
  expect(broken).toEqual(Array(2).fill(`nothing notices that this rule is gone: ${dead.rule}`));
});

test('a named test that does not pass on the source as it is cannot notice a loss', async () => {
  const [rule] = REMOVABLE_RULES;
  if (!rule) throw new Error('There is no rule.');
  const file = 'provisioning/lost-answers.test.ts';
  const rules = [{ ...rule, noticedBy: { file, test: 'a test that is not there' } }];
  const { broken } = await proveEveryRule({ rules, scenarios: [] }, () => undefined);

  expect(broken).toContain(
    `does not pass on the source as it is: ${file}: a test that is not there`,
  );
});
