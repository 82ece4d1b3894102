import type { AccessRules } from '../../access/access-rules.ts';
import { addressIn } from '../address-in.ts';
import type { HireMessage } from '../send/hire-message.ts';
import { type HirePlan, hireExplainer } from './explain-hire.ts';

/** What the rules give one hire of a file. */
export type ExplainedHire = {
  /** Its place among the hires of the file, counted from 1. */
  readonly row: number;
  readonly line: number;
  /** As the message spells it; empty if there is none. */
  readonly address: string;
} & HirePlan;

/** Which rule gives which hire which group. Needs no stack. */
export function explainHires(
  messages: readonly HireMessage[],
  rules: AccessRules,
): readonly ExplainedHire[] {
  const explain = hireExplainer(rules);
  return messages.map(({ line, body }, index) => ({
    row: index + 1,
    line,
    address: addressIn(body) ?? '',
    ...explain(body),
  }));
}

/** The rules that give no hire anything. */
export function idleRules({ rules }: AccessRules, hires: readonly ExplainedHire[]) {
  const applied = new Set(
    hires.flatMap((hire) =>
      hire.kind === 'refused'
        ? []
        : hire.groups.flatMap(({ rules: given }) => given.map(({ number }) => number)),
    ),
  );
  return rules.filter(({ number }) => !applied.has(number));
}
