import type { AccessRules } from '../../access/access-rules.ts';
import { hireFactsOf, profileFieldsIn } from '../../access/hire-facts.ts';
import { type PlannedGroup, planGroups } from '../../access/plan-groups.ts';
import { readMessage } from '../../contracts/message.ts';
import type { Reason } from '../../contracts/reason.ts';
import { addressIn } from '../address-in.ts';
import type { HireMessage } from '../send/hire-message.ts';

/** What the rules give one hire of a file. */
export type ExplainedHire = {
  /** Its place among the hires of the file, counted from 1. */
  readonly row: number;
  readonly line: number;
  /** As the message spells it; empty if there is none. */
  readonly address: string;
} & (
  | { readonly kind: 'hire'; readonly groups: readonly PlannedGroup[] }
  /** The contract refuses the message: there is no account that could get groups. */
  | { readonly kind: 'refused'; readonly reason: Reason }
);

/** Which rule gives which hire which group. Needs no stack: what policy and directory refuse counts as a hire. */
export function explainHires(
  messages: readonly HireMessage[],
  rules: AccessRules,
): readonly ExplainedHire[] {
  const profileFields = profileFieldsIn(rules);
  return messages.map(({ line, body }, index) => {
    const explained = { row: index + 1, line, address: addressIn(body) ?? '' };
    const reading = readMessage(body, noPseudonym, [], profileFields);
    if (reading.kind === 'refused')
      return { ...explained, kind: 'refused', reason: reading.reason };
    return { ...explained, kind: 'hire', groups: planGroups(rules, hireFactsOf(reading)) };
  });
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

/** No correlation leaves this command: nothing needs a pseudonym, which a stack's key would make. */
function noPseudonym(): string {
  return 'none';
}
