import { globSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { SCENARIOS } from '../interleavings/scenarios.ts';
import { WITHOUT_LEASE } from './claim.ts';
import { pageOfRules, RULES_PAGE } from './page.ts';
import { REMOVABLE_RULES, SEARCHED_RULES, TESTED_RULES } from './rules.ts';
import { findBreakWithout, searchWithout } from './take-rule-out.ts';

// Bounded by its schedules, not by time.
jest.setTimeout(120_000);

test.each(SEARCHED_RULES)(
  'the search notices when this rule is gone: $rule',
  async ({ without, noticedBy }) => {
    const found = await findBreakWithout(without, noticedBy);

    expect(found?.broken).toContain(noticedBy.broken);
  },
);

test.each(TESTED_RULES)(
  'another test notices when this rule is gone: $rule',
  ({ noticedBy: { file, test: name } }) => {
    // Its own file, and the suites beside and below it.
    const files = globSync([join('test', file), join('test', dirname(file), '**', '*.suite.ts')]);
    const tests = files.map((one) => readFileSync(one, 'utf8'));

    expect(tests).toContainEqual(expect.stringContaining(`test('${name}'`));
  },
);

test.each(REMOVABLE_RULES)(
  'a change can take this rule out of the source: $rule',
  async ({ without }) => {
    const source = await readFile(join('src', without.file), 'utf8');

    expect(source.split(without.from)).toHaveLength(2);
  },
);

// Without waiting, there are many more orders: `npm run prove` searches all of them.
test.each(SCENARIOS)('safety does not rest on the lease: $name', async (scenario) => {
  const { found } = await searchWithout(WITHOUT_LEASE, scenario, { faults: 0, switches: 1 });

  expect(found).toBeUndefined();
});

test('the page in docs has every rule', async () => {
  expect(await readFile(RULES_PAGE, 'utf8')).toBe(pageOfRules());
});
