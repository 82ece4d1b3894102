import type { AccessRules } from '../../access/access-rules.ts';
import { hireFactsOf, profileFieldsIn } from '../../access/hire-facts.ts';
import { type PlannedGroup, planGroups } from '../../access/plan-groups.ts';
import { readMessage } from '../../contracts/message.ts';
import type { Reason } from '../../contracts/reason.ts';

/** What rules give a hire. */
export type HirePlan =
  | { readonly kind: 'hire'; readonly groups: readonly PlannedGroup[] }
  /** The contract refuses the message: there is no account that could get groups. */
  | { readonly kind: 'refused'; readonly reason: Reason };

/** Says what rules give the hire of a message. What policy and directory refuse counts as a hire. */
export function hireExplainer(rules: AccessRules): (body: string) => HirePlan {
  const profileFields = profileFieldsIn(rules);
  return (body) => {
    const reading = readMessage(body, noPseudonym, [], profileFields);
    if (reading.kind === 'refused') return { kind: 'refused', reason: reading.reason };
    return { kind: 'hire', groups: planGroups(rules, hireFactsOf(reading)) };
  };
}

/** No correlation leaves this command: nothing needs a pseudonym, which a stack's key would make. */
function noPseudonym(): string {
  return 'none';
}
