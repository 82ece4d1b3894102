import { sumOf, type Tally } from '../../support/trials/tally.ts';
import type { Rule } from './rule.ts';
import { isRemovable, RULES } from './rules.ts';
import { isLossNoticed } from './take-rule-out.ts';

/** Takes every rule out, one at a time. A rule whose loss nothing notices is a broken promise. */
export async function proveEveryRule(
  { rules = RULES }: { rules?: readonly Rule[] },
  say: (line: string) => void,
): Promise<Tally> {
  const removable = rules.filter(isRemovable);
  const broken: string[] = [];
  for (const rule of removable) {
    const isNoticed = await isLossNoticed(rule);
    say(`${isNoticed ? 'noticed' : 'NOT NOTICED'}: ${rule.rule}`);
    if (!isNoticed) broken.push(`nothing notices that this rule is gone: ${rule.rule}`);
  }
  const none = sumOf('a rule taken out of the source, one at a time', []);
  return { ...none, injected: removable.length, broken };
}
