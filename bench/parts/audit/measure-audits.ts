import { atMost, type Budget, exactly } from '../../budgets.ts';
import type { Rows } from '../../report/figures.ts';
import { type MeasuredAudit, measureAudit } from './measure-audit.ts';
import { auditRows, auditSection } from './section.ts';

export interface AuditPart {
  readonly rows: Rows;
  readonly budgets: readonly Budget[];
  /** Markdown, with a heading of the second level. */
  readonly section: string;
  readonly isMet: boolean;
}

/** FinSpace's limit. */
const ACCOUNTS_A_PAGE = 100;
/** A record and its pointer are under 1,200 bytes, and a page has 1 MB. */
const LEAST_PEOPLE_A_SCAN = 873;
/** A record and an account that are kept whole take 8,000. */
const MOST_BYTES_EACH = 2_000;
/** Of garbage, however few people there are. */
const TOLERATED_BYTES = 100_000_000;
/** Measures an audit of a table and a directory of each size, without a difference between them. */
export async function measureAudits(
  onLog: (line: string) => void,
  sizes: readonly number[],
): Promise<AuditPart> {
  const measured: MeasuredAudit[] = [];
  for (const people of sizes) measured.push(await measureAudit(onLog, people));
  const rows = auditRows(measured);
  const budgets = measured.flatMap(auditBudgets);
  return { rows, budgets, section: auditSection(rows), isMet: budgets.every((one) => one.isMet) };
}

/** Everyone is seen, each page is read once, and memory grows by the keys of people alone. */
function auditBudgets(audit: MeasuredAudit): readonly Budget[] {
  const { people, isDone, checked, accounts, pointers, candidates, unknown } = audit;
  const of = `of an audit of ${people.toLocaleString('en')} people`;
  return [
    exactly(`end ${of}`, Number(isDone), 1),
    exactly(`records ${of}`, checked, people),
    exactly(`accounts ${of}`, accounts, people),
    exactly(`pointers ${of}`, pointers, people),
    exactly(`differences ${of}`, candidates + unknown, 0),
    exactly(`ListUsers calls ${of}`, audit.pages, Math.ceil(people / ACCOUNTS_A_PAGE)),
    atMost(`Scan calls ${of}`, audit.scans, Math.ceil(people / LEAST_PEOPLE_A_SCAN)),
    exactly(`other calls ${of}`, audit.otherCalls, 0),
    atMost(
      `bytes beyond the start ${of}`,
      audit.beyondStartBytes,
      people * MOST_BYTES_EACH + TOLERATED_BYTES,
    ),
  ];
}
