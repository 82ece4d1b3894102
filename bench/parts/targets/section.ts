import { minimumCalls } from '../../budgets.ts';
import { addedMs, physicalLimitMs } from '../../latencies.ts';
import { callRows, type Rows, rounded, timeRows } from '../../report/figures.ts';
import { markdownTable } from '../../report/markdown-table.ts';
import type { Effort } from '../timings/measure-timings.ts';
import type { Timings } from '../timings/timings.ts';
import type { Candidate } from './candidates.ts';
import type { DirectoryColumn } from './count.ts';

export function headOf(columns: readonly DirectoryColumn[]): readonly string[] {
  return ['', ...columns.map(({ name }) => name)];
}

export function directoryRows(columns: readonly DirectoryColumn[], timings: Timings): Rows {
  const row = (name: string, figure: (column: DirectoryColumn) => number, digits = 3) => [
    name,
    ...columns.map((column) => rounded(figure(column), digits)),
  ];
  return [
    ...timeRows(
      columns,
      timings,
      row('… the physical limit, ms', ({ candidate }) => limitMs(candidate)),
    ),
    ...callRows(columns),
    row('reads of the token by an instance', ({ one }) => one.perHire.tokenReads),
    row('one conflict, CreateUser calls', ({ one }) => one.perHire.createUser),
    row('… look-ups', ({ one }) => one.perHire.otherDirectoryCalls),
    row('… ms, new instance', ({ one }) => one.ms, 0),
    row('ten conflicts, look-ups for each', ({ ten }) => ten.perHire.otherDirectoryCalls),
  ];
}

/** Calls beyond the minimum come before the creation, one after the other. */
function limitMs({ newHire }: Candidate): number {
  const writes = newHire.tableWrites - minimumCalls.tableWrites;
  return (
    physicalLimitMs + writes * addedMs.dynamodb + newHire.otherDirectoryCalls * addedMs.directory
  );
}

/** The part of docs/benchmarks.md about directories. */
export function targetsSection(
  columns: readonly DirectoryColumn[],
  rows: Rows,
  effort: Effort,
  sets: number,
): string {
  const users = columns[0]?.one.users.toLocaleString('en');
  return `## Each directory

${markdownTable(headOf(columns), rows)}

Joiner as it is packaged for each. They take turns, and are measured, as the contenders are, in ${sets} sets of ${effort.coldStarts} processes and ${effort.warmBlocks * effort.batchesPerBlock} warm batches each. Every call of a directory takes ${addedMs.directory} ms more, whichever it is: what differs is what Joiner does, not how fast a vendor is. Dollars are those of DynamoDB and SQS, not of a directory.

- **New hires** cost the same wherever the directory itself refuses a second account. Only a SCIM server that may not (\`SCIM_ENFORCES_UNIQUENESS\` at \`false\`, the default) is asked before every creation, by \`externalId\` and by \`userName\`, and the record notes that nobody was found: a hire waits for two more calls of the directory.
- **The token** of a SCIM server is read once by an instance, with its first hire. The proxy holds up that call as long as one of the directory, where Secrets Manager would be quicker. The bundle has the clients of both places that may keep it.
- **Connections**: over SCIM every call opens its own ([why](targets.md#scim-20)). Here that is nearly free; over TLS and a network it is two or three round trips a call.
- **A conflict**, somebody's account being there already, among ${users} users: FinSpace has no look-up by address, so that its directory is read page by page, once for all of a batch; the others have an index, and what a conflict costs does not depend on how many users there are. Where Joiner looks first, it finds the account then, and asks for no creation. How reading a directory grows: [below](#how-cost-grows). The milliseconds of a conflict are a single sample, within the function, without the import.
- **Hires per second**, and all that comes from a look-up, have the directories' own work in them, which shares the cores: SCIMMY, which stands in for SCIM, is the slowest, and compares every user with a filter.
`;
}
