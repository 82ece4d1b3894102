import type { AccessRule } from '../../access/access-rules.ts';
import { hasAccount } from '../../provisioning/has-account.ts';
import type { AccountRecord } from '../../provisioning/record.ts';
import type { GivenGroup } from '../explain/given-groups.ts';
import type { RulesFile } from '../explain/rules-file.ts';
import type { ExplainedPerson, ExplainedStoredHire, PersonExplanation } from '../explain-person.ts';
import type { DeployedRules } from '../stack/deployed-rules.ts';
import { plannedCells, ruleText } from './explain-file-text.ts';
import type { Style } from './host.ts';
import { printable } from './printable.ts';
import {
  deployedSentence,
  deployedVersionJson,
  rulesFileText,
  rulesText,
  shortVersion,
  sortedNumbers,
} from './rules-version-text.ts';
import { scheduledText } from './scheduled/hire-text.ts';
import { failedText, stateText } from './status.ts';
import { type Entry, listOf, type StyledOptions, tableOf } from './table.ts';
import { wrap } from './wrap.ts';

const HEAD = ['group', 'given by'];
/** The record keeps the plan, and not how far it is carried out. */
const NOT_GRANTED =
  'The account is not in all of them yet. Those that the directory does not have: joiner doctor.';

/** Every group of the person is granted, or every hire of a person without an account would get one. */
export function hasGroups({ record, groups, hires }: ExplainedPerson): boolean {
  if (hasAccount(record)) return record.state === 'PROVISIONED' && groups.length > 0;
  return (
    hires.length > 0 && hires.every(({ plan }) => plan?.kind === 'hire' && plan.groups.length > 0)
  );
}

/** The groups of a person and their reasons, or why there are none. */
export function explainedPersonText(
  person: ExplainedPerson,
  file: RulesFile,
  deployed: DeployedRules,
  options: StyledOptions,
): string {
  const { personKey, record } = person;
  const entries: readonly Entry[] = [
    ['person', personKey ?? 'no person in the message'],
    ['state', record ? stateText(record, Date.now()) : 'no record'],
  ];
  const parts = hasAccount(record)
    ? accountParts(record, person, file, deployed)
    : hireParts(person, file, deployed, options.style);
  const shown = (part: Part) =>
    'rows' in part ? tableOf(HEAD, part.rows, options) : wrap(part.sentence, options.columns);
  return [listOf([...entries, ...parts.entries], options.columns), ...parts.below.map(shown)].join(
    '\n',
  );
}

type Part = { readonly sentence: string } | { readonly rows: readonly (readonly string[])[] };

interface Parts {
  readonly entries: readonly Entry[];
  readonly below: readonly Part[];
}

function accountParts(
  record: AccountRecord,
  { groups, hasItsRules }: ExplainedPerson,
  file: RulesFile,
  deployed: DeployedRules,
): Parts {
  const user: Entry = ['user id', printable(record.userId)];
  if (groups.length === 0) return { entries: [user], below: [{ sentence: noGroupsText(record) }] };
  const rules = rulesText(record, deployed) ?? 'not kept by the record';
  const unfinished = record.state === 'GRANTING' ? [{ sentence: NOT_GRANTED }] : [];
  if (hasItsRules)
    return {
      entries: [user, ['rules', rules]],
      below: [{ rows: groups.map(givenCells) }, ...unfinished],
    };
  const names = groups.map(({ group }) => printable(group)).join(', ');
  return {
    entries: [user, ['groups', names], ['rules', rules]],
    below: [{ sentence: otherRulesText(record, file) }, ...unfinished],
  };
}

function givenCells({ group, rules }: GivenGroup): readonly string[] {
  const given = rules.map((rule) => `${ruleText(rule)}: ${conditionsText(rule)}`);
  return [printable(group), given.length === 0 ? 'no rule that applied' : given.join('\n')];
}

function conditionsText({ conditions }: AccessRule): string {
  if (conditions.length === 0) return 'every hire';
  return printable(
    conditions.map(({ field, values }) => `${field} = ${values.join(' or ')}`).join(', '),
  );
}

/** Only what the record says. */
function noGroupsText(record: AccountRecord): string {
  const { goneSeenAtMs, rulesVersion, appliedRules } = record;
  if (goneSeenAtMs !== undefined)
    return 'No groups by Joiner. The directory was seen without the account since.';
  if (rulesVersion === undefined)
    return 'No groups by Joiner. The stack had no rules of groups when the hire was provisioned.';
  if (appliedRules === undefined)
    return `No groups by Joiner. No rule of version ${shortVersion(rulesVersion)} applied to the hire.`;
  return 'No groups by Joiner. The account was there before: it gets groups only where the stack has grantToExisting, and the directory notes the employee id of the hire for it.';
}

function otherRulesText({ rulesVersion = '' }: AccountRecord, file: RulesFile): string {
  return `Only the rules of version ${shortVersion(rulesVersion)} say which rule gave which group, and under which conditions. ${rulesFileText(file)} Give the file with that version: --rules FILE.`;
}

function hireParts(
  { record, hires }: ExplainedPerson,
  file: RulesFile,
  deployed: DeployedRules,
  style: Style,
): Parts {
  if (hires.length === 0) {
    const where =
      record?.state === 'CREATING' ? 'Its message is retried, and not searched here. ' : '';
    const sentence = `${where}Groups are planned with the account: there is none yet, and no message of the person is stored.`;
    return { entries: [], below: [{ sentence }] };
  }
  const parts = hires.flatMap((hire): readonly Part[] => [
    { sentence: hireText(hire) },
    ...planParts(hire, file, style),
  ]);
  const isPlanned = hires.some(({ plan }) => plan?.kind === 'hire');
  const rules =
    isPlanned || file.kind !== 'read' ? [{ sentence: byWhichRulesText(file, deployed) }] : [];
  return { entries: [], below: [...parts, ...rules] };
}

function hireText(hire: ExplainedStoredHire): string {
  return hire.from === 'schedule'
    ? `The hire ${scheduledText(hire.hire, Date.now())}.`
    : `Message ${failedText(hire.message)}.`;
}

function planParts({ plan }: ExplainedStoredHire, file: RulesFile, style: Style): readonly Part[] {
  // The reason is that of the message, which is shown above.
  if (plan?.kind === 'refused')
    return [{ sentence: 'It would get no groups: the contract refuses the message as it is.' }];
  if (plan) return [{ rows: plannedCells(plan, style) }];
  return file.kind === 'read'
    ? [{ sentence: 'What it would get is not known: no hire is stored with it.' }]
    : [];
}

/** Those of the file, whichever the stack has when the account is made. */
function byWhichRulesText(file: RulesFile, deployed: DeployedRules): string {
  if (file.kind !== 'read')
    return `What it would get is not known without rules. ${rulesFileText(file)} ${deployedSentence(deployed)} Give their file: --rules FILE.`;
  const { version } = file.rules;
  const isDeployed = deployed.kind === 'rules' && deployed.version === version;
  const rules = `By the rules of ${printable(file.name)}, version ${shortVersion(version)}`;
  return isDeployed
    ? `${rules}, the deployed one. The rules count that are deployed when the account is made.`
    : `${rules}, which is not deployed: it may get other groups. ${deployedSentence(deployed)}`;
}

/** The result of `explain` of a person with `--json`. */
export function explanationJson(found: PersonExplanation, file: RulesFile) {
  return {
    people: found.people.map(personJson),
    rulesFile: { name: file.name, ...(file.kind === 'read' && { version: file.rules.version }) },
    ...deployedVersionJson(found.deployedRules),
    failedInFlightElsewhere: found.failedInFlightElsewhere,
  };
}

function personJson({ personKey, record, groups, hasItsRules, hires }: ExplainedPerson) {
  return {
    ...(personKey !== undefined && { personKey }),
    ...(record && { state: record.state }),
    ...(hasAccount(record) && {
      userId: record.userId,
      outcome: record.outcome,
      ...(record.rulesVersion !== undefined && {
        rulesVersion: record.rulesVersion,
        appliedRules: sortedNumbers(record.appliedRules),
      }),
    }),
    groups: groups.map(({ group, rules }) => ({
      group,
      ...(hasItsRules && { rules: rules.map(ruleJson) }),
    })),
    hires: hires.map(hireJson),
  };
}

function ruleJson({ number, line, conditions }: AccessRule) {
  return { number, line, conditions };
}

function hireJson(hire: ExplainedStoredHire) {
  const { from, plan } = hire;
  return {
    from,
    ...(hire.from === 'schedule' ? { key: hire.hire.key } : { failedMessageId: hire.message.id }),
    ...(plan?.kind === 'hire' && { groups: plan.groups }),
    ...(plan?.kind === 'refused' && { reason: plan.reason }),
  };
}
