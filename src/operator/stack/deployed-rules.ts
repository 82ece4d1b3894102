import * as v from 'valibot';
import type { Stack } from './stack.ts';

/** What the outputs of a stack say about the rules of groups that its function was packaged with. */
export type DeployedRules =
  /** An earlier version of Joiner deployed it. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'rules';
      /** SHA-256, hex. */
      readonly version: string;
      /** Every group that they name. */
      readonly groups: readonly string[];
    };

const groupIds = v.array(v.string());

/** Reads no file. */
export function deployedRulesOf({ outputs }: Pick<Stack, 'outputs'>): DeployedRules {
  const { AccessRulesVersion: version, AccessRulesGroups, AccessRulesMoreGroups } = outputs;
  if (version === undefined) return { kind: 'unknown' };
  if (version === 'none') return { kind: 'none' };
  const lists = [AccessRulesGroups, AccessRulesMoreGroups].map((list) => JSON.parse(list ?? '[]'));
  return { kind: 'rules', version, groups: lists.flatMap((list) => v.parse(groupIds, list)) };
}
