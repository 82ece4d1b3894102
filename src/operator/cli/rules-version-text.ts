import type { AccountRecord } from '../../provisioning/record.ts';
import type { RulesFile } from '../explain/rules-file.ts';
import type { DeployedRules } from '../stack/deployed-rules.ts';
import { printable } from './printable.ts';

/** As of a commit: enough to distinguish the versions of one file. */
const SHORT_CHARACTERS = 12;

/** The first characters of a version of the rules, which is a SHA-256; `--json` has all of it. */
export function shortVersion(version: string): string {
  return printable(version.slice(0, SHORT_CHARACTERS));
}

/**
 * By which rules an account got its groups, or none, and whether they are deployed now. Undefined of an account that was
 * made without rules.
 * @param deployed where it is known; without it, nothing is said about it
 */
export function rulesText(
  { rulesVersion, appliedRules }: Pick<AccountRecord, 'rulesVersion' | 'appliedRules'>,
  deployed?: DeployedRules,
): string | undefined {
  if (rulesVersion === undefined) return undefined;
  const numbers = sortedNumbers(appliedRules);
  const version = `${numbersText(numbers)} of version ${shortVersion(rulesVersion)}`;
  return deployed === undefined ? version : `${version}, ${deployedText(rulesVersion, deployed)}`;
}

export function sortedNumbers(numbers: ReadonlySet<number> | undefined): readonly number[] {
  return [...(numbers ?? [])].toSorted((one, other) => one - other);
}

function numbersText(numbers: readonly number[]): string {
  if (numbers.length === 0) return 'none';
  return `${numbers.length === 1 ? 'rule' : 'rules'} ${numbers.join(', ')}`;
}

function deployedText(version: string, deployed: DeployedRules): string {
  if (deployed.kind === 'unknown') return 'which may be the deployed one: the stack does not say';
  if (deployed.kind === 'none') return 'not deployed: the stack has no rules now';
  if (deployed.version === version) return 'the deployed one';
  return `not the deployed one, which is ${shortVersion(deployed.version)}`;
}

/** The deployed version, for `--json`: `none` of a stack without rules; absent where the stack does not say it. */
export function deployedVersionJson(deployed: DeployedRules) {
  if (deployed.kind === 'unknown') return {};
  return { deployedRulesVersion: deployed.kind === 'none' ? 'none' : deployed.version };
}

/** What the file of rules is, where it is of no use. */
export function rulesFileText(file: RulesFile): string {
  switch (file.kind) {
    case 'absent':
      return `There is no ${printable(file.name)} here.`;
    case 'faulty':
      return `${printable(file.name)} has no rules that can be used.`;
    case 'read':
      return `${printable(file.name)} has version ${shortVersion(file.rules.version)}.`;
  }
}

/** Which rules a stack has. */
export function deployedSentence(deployed: DeployedRules): string {
  switch (deployed.kind) {
    case 'unknown':
      return 'The outputs of the stack do not name its rules: an earlier version of Joiner deployed it.';
    case 'none':
      return 'The stack has no rules of groups.';
    case 'rules':
      return `The stack has version ${shortVersion(deployed.version)}.`;
  }
}
