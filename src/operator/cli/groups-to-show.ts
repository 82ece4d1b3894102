import { packagedRulesOf } from '../../access/packaged-rules.ts';
import type { GroupRules } from '../../provisioning/group-rules.ts';
import { findRules } from '../explain/rules-file.ts';
import { deployedRulesOf } from '../stack/deployed-rules.ts';
import type { Stack } from '../stack/stack.ts';
import { deployedSentence, rulesFileText } from './rules-version-text.ts';

/** Whether the groups of hires can be shown before they are sent: only by the rules that the stack has. */
export type GroupsShown =
  | {
      readonly kind: 'shown';
      readonly rules: Omit<GroupRules, 'grantToExisting'>;
      readonly fileName: string;
      readonly version: string;
    }
  | { readonly kind: 'not-shown'; readonly why: string };

/**
 * The deployed rules, from a file: a stack has no more than their version and groups in its outputs.
 * @param path of the file. Default: the usual one
 * @throws {AccessRulesError} if a named file cannot be read, or has a fault
 */
export async function groupsToShow(stack: Stack, path: string | undefined): Promise<GroupsShown> {
  const deployed = deployedRulesOf(stack);
  const notShown = (why: string) => ({ kind: 'not-shown', why }) as const;
  if (deployed.kind !== 'rules') return notShown(deployedSentence(deployed));
  const file = await findRules(path);
  const isDeployed = file.kind === 'read' && file.rules.version === deployed.version;
  if (isDeployed)
    return {
      kind: 'shown',
      rules: packagedRulesOf(file.rules),
      fileName: file.name,
      version: deployed.version,
    };
  return notShown(
    `${rulesFileText(file)} ${deployedSentence(deployed)} Give the file with that version: --rules FILE. Without it, fields are not checked that are only read for the rules: a hire that is new here may be rejected.`,
  );
}
