import { printBudgets, printTable } from '../report/terminal-table.ts';
import { measureAudits } from './audit/measure-audits.ts';
import { AUDIT_HEAD } from './audit/section.ts';
import { measureFirstDay, writeCurve } from './first-day/measure-first-day.ts';
import { FIRST_DAY_HEAD } from './first-day/section.ts';
import { measureGrowth } from './growth/measure-growth.ts';
import { measureMapping } from './mapping/measure-mapping.ts';
import { MAPPING_HEAD } from './mapping/section.ts';
import { measureTargets } from './targets/measure-targets.ts';

/** The result of a part. */
export interface Part {
  /** Of docs/generated/benchmarks.md, in Markdown, with its heading. */
  readonly section: string;
  /** Whether every call count is correct. */
  readonly isMet: boolean;
}

/** The parts with a section of the page, in its order. Each measures and prints its figures. */
export const sectionParts: Readonly<
  Record<string, (onLog: (line: string) => void) => Promise<Part>>
> = {
  async targets(onLog) {
    const { head, rows, budgets, ...part } = await measureTargets(onLog);
    printTable(head, rows);
    printBudgets(budgets);
    return part;
  },
  async growth(onLog) {
    const { head, rows, section } = await measureGrowth(onLog);
    printTable(head, rows);
    return { section, isMet: true };
  },
  async 'first-day'(onLog) {
    const day = await measureFirstDay(onLog);
    printTable(FIRST_DAY_HEAD, day.rows);
    await writeCurve(day);
    return day;
  },
  async mapping() {
    const { rows, ...part } = await measureMapping([10_000, 100_000]);
    printTable(MAPPING_HEAD, rows);
    return part;
  },
  async audit(onLog) {
    const { rows, budgets, ...part } = await measureAudits(onLog, [1_000, 100_000]);
    printTable(AUDIT_HEAD, rows);
    printBudgets(budgets);
    return part;
  },
};
