import type { AccessRule, AccessRules } from '../../access/access-rules.ts';
import type { AppliedRule } from '../../access/plan-groups.ts';
import type { HirePlan } from '../explain/explain-hire.ts';
import type { ExplainedHire } from '../explain/explain-hires.ts';
import type { HireFile } from '../send/hire-message.ts';
import { counted } from './format.ts';
import type { Style } from './host.ts';
import { printable } from './printable.ts';
import { type StyledOptions, tableOf } from './table.ts';

interface Counts {
  readonly withGroups: number;
  readonly withoutGroups: number;
  readonly refused: number;
}

interface Explained {
  readonly hires: readonly ExplainedHire[];
  readonly idle: readonly AccessRule[];
  readonly counts: Counts;
}

/** A row for each group of each hire, and one for a hire without any. */
export function explainedTable(hires: readonly ExplainedHire[], options: StyledOptions): string {
  const rows = hires.flatMap((hire) =>
    plannedCells(hire, options.style).map((cells, index) => [
      ...(index === 0 ? hireCells(hire) : ['', '', '']),
      ...cells,
    ]),
  );
  return tableOf(['#', 'line', 'address', 'group', 'given by'], rows, options);
}

/** The hire would get no group: its account could do nothing. */
export function isProblem(hire: ExplainedHire): boolean {
  return hire.kind === 'refused' || hire.groups.length === 0;
}

export function explainedCounts(hires: readonly ExplainedHire[]): Counts {
  const refused = hires.filter(({ kind }) => kind === 'refused').length;
  const withGroups = hires.filter((hire) => !isProblem(hire)).length;
  return { withGroups, withoutGroups: hires.length - refused - withGroups, refused };
}

/** What the table comes to, in sentences. */
export function explainedSentences(
  hires: readonly ExplainedHire[],
  idle: readonly AccessRule[],
  { version }: AccessRules,
): readonly string[] {
  const { withGroups, withoutGroups, refused } = explainedCounts(hires);
  return [
    `${counted(hires.length, 'hire')}: ${withGroups} with groups, ${withoutGroups} without, ${refused} refused`,
    ...(idle.length === 0
      ? []
      : [`Rules that apply to no hire of this file: ${idle.map(ruleText).join('; ')}.`]),
    `Version of the rules: ${version}`,
    'Policy and directory are not checked here.',
  ];
}

/** The result of `explain` with `--json`. */
export function explainJson(
  { refused, leftOut, notes }: HireFile,
  { version }: AccessRules,
  { hires, idle, counts }: Explained,
) {
  return {
    rulesVersion: version,
    hires: hires.map(({ row, line, address, ...result }) => ({
      row,
      line,
      address,
      ...(result.kind === 'hire'
        ? { groups: result.groups }
        : { groups: [], reason: result.reason }),
    })),
    idleRules: idle.map(({ number, line }) => ({ number, line })),
    counts,
    refusedRecords: refused,
    leftOut,
    notes,
  };
}

function hireCells({ row, line, address }: ExplainedHire): readonly string[] {
  return [String(row), String(line), printable(address)];
}

/** What rules give a hire: a group and its rules each, or why there is none. */
export function plannedCells(hire: HirePlan, style: Style): readonly (readonly string[])[] {
  if (hire.kind === 'refused') {
    const { message, code } = hire.reason;
    return [[style('red', 'refused'), printable(`${message} [${code}]`)]];
  }
  if (hire.groups.length === 0) return [[style('yellow', 'none'), 'no rule applies']];
  return hire.groups.map(({ group, rules }) => [group, rules.map(reasonText).join('\n')]);
}

function reasonText(rule: AppliedRule): string {
  const facts = rule.because.map(({ field, value }) => `${field} = ${value}`);
  return printable(`${ruleText(rule)}: ${facts.length === 0 ? 'every hire' : facts.join(', ')}`);
}

export function ruleText({
  number,
  line,
}: {
  readonly number: number;
  readonly line: number;
}): string {
  return `rule ${number}, line ${line}`;
}
