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

/** The part of docs/generated/benchmarks.md about directories. */
export function targetsSection(
  columns: readonly DirectoryColumn[],
  rows: Rows,
  effort: Effort,
  sets: number,
): string {
  const users = columns[0]?.one.users.toLocaleString('en');
  return `## Each directory

${markdownTable(headOf(columns), rows)}

Joiner as packaged for each directory. The directories take turns, like the contenders above, in ${sets} sets of ${effort.coldStarts} processes and ${effort.warmBlocks * effort.batchesPerBlock} warm batches each. Every directory call takes ${addedMs.directory} ms more, for each directory alike: the figures compare what Joiner does, not how fast a vendor is. Dollars cover DynamoDB and SQS, not the directory.

- **New hires** cost the same in every directory that refuses a second account itself. A SCIM server may not (\`SCIM_ENFORCES_UNIQUENESS\` at \`false\`, the default). Joiner then searches before every creation, by \`externalId\` and by \`userName\`, and notes in the record that no account was found. A hire waits for two more directory calls.
- **The token** of a SCIM server is read once per instance, with the first hire. The proxy delays that call as long as a directory call, although Secrets Manager would be quicker. The bundle contains the clients of both services that may store the token.
- **Connections**: every SCIM call opens its own ([why](../targets.md#scim-20)). Here that is nearly free; with TLS over a network it costs two or three round trips per call.
- **A conflict** is a hire whose account exists already, among ${users} users: FinSpace has no look-up by address, so Joiner reads the directory page by page, once for a whole batch. The others have an index: the cost of a conflict does not depend on the number of users. Where Joiner searches first, it finds the account then, and sends no creation. How reading a directory grows: [below](#how-cost-grows). The milliseconds of a conflict are a single sample, measured within the function, without the import.
- **Hires per second**, and everything with a look-up, include the work of the local directories, which share the cores. SCIMMY, the local SCIM server, is the slowest: it compares every user with a filter.
`;
}
