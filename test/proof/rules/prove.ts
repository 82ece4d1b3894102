import { sumOf, type Tally } from '../../support/trials/tally.ts';
import type { Scenario } from '../interleavings/scenario.ts';
import { SCENARIOS } from '../interleavings/scenarios.ts';
import { WITHOUT_LEASE } from './claim.ts';
import { findUnusable } from './named-tests.ts';
import type { Rule } from './rule.ts';
import { isRemovable, RULES } from './rules.ts';
import { isLossNoticed, searchWithout } from './take-rule-out.ts';

interface Proved {
  readonly rules?: readonly Rule[];
  /** Searched without the lease. */
  readonly scenarios?: readonly Scenario[];
}

/**
 * Takes every rule out, one at a time. A rule whose loss nothing notices is a broken promise. Only
 * the lease is different: no scenario may break a promise without it.
 */
export async function proveEveryRule(
  { rules = RULES, scenarios = SCENARIOS }: Proved,
  say: (line: string) => void,
): Promise<Tally> {
  const removable = rules.filter(isRemovable);
  const named = removable.flatMap(({ noticedBy }) => ('test' in noticedBy ? noticedBy : []));
  const broken = (await findUnusable(named)).map(
    ({ file, test }) => `does not pass on the source as it is: ${file}: ${test}`,
  );
  for (const rule of removable) {
    const isNoticed = await isLossNoticed(rule);
    say(`${isNoticed ? 'noticed' : 'NOT NOTICED'}: ${rule.rule}`);
    if (!isNoticed) broken.push(`nothing notices that this rule is gone: ${rule.rule}`);
  }
  for (const scenario of scenarios) {
    const { found } = await searchWithout(WITHOUT_LEASE, scenario, { faults: 0 });
    say(`${found ? 'BROKEN' : 'safe'} without the lease: ${scenario.name}`);
    if (found) broken.push(`safety rests on the lease: ${scenario.name}`);
  }
  const none = sumOf('a rule taken out of the source, one at a time', []);
  return { ...none, injected: removable.length, broken };
}
