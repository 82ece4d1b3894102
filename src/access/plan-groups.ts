import type { RuleField } from '../contracts/access-rules.ts';
import { comparableText } from '../contracts/comparable-text.ts';
import type { AccessRule, AccessRules } from './access-rules.ts';
import type { HireFacts } from './hire-facts.ts';

/** A group that a hire gets, and why. */
export interface PlannedGroup {
  readonly group: string;
  /** Every rule that gives it, in the order of the file. */
  readonly rules: readonly AppliedRule[];
}

export interface AppliedRule {
  readonly number: number;
  readonly line: number;
  /** What the hire has of the rule's fields; empty for a rule that applies to every hire. */
  readonly because: readonly { readonly field: RuleField; readonly value: string }[];
}

/** The groups that the rules give a hire, sorted by their ids, so that no order of rules or of storage matters. */
export function planGroups({ rules }: AccessRules, hire: HireFacts): readonly PlannedGroup[] {
  const rulesOf = new Map<string, AppliedRule[]>();
  for (const rule of rules) {
    const applied = apply(rule, hire);
    if (applied === undefined) continue;
    for (const group of rule.groups) rulesOf.set(group, [...(rulesOf.get(group) ?? []), applied]);
  }
  return [...rulesOf]
    .map(([group, given]) => ({ group, rules: given }))
    .toSorted((one, other) => (one.group < other.group ? -1 : 1));
}

function apply({ number, line, conditions }: AccessRule, hire: HireFacts): AppliedRule | undefined {
  const because = conditions.flatMap(({ field, values }) => {
    const value = ownText(hire, field);
    return value !== undefined && values.includes(value) ? [{ field, value }] : [];
  });
  return because.length === conditions.length ? { number, line, because } : undefined;
}

/** Only what the hire itself has, and only text: a number or a prototype's property equals nothing. */
function ownText(hire: HireFacts, field: RuleField): string | undefined {
  const value: unknown = Object.hasOwn(hire, field) ? hire[field] : undefined;
  return typeof value === 'string' ? comparableText(value) : undefined;
}
