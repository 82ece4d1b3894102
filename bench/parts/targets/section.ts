import { atMost, type Budget } from '../../budgets.ts';
import { addedMs, ROUND_TRIP_MS, ROUND_TRIPS_TO_CONNECT } from '../../latencies.ts';
import { budgetRows, callRows, type Rows, rounded, timeRows } from '../../report/figures.ts';
import { markdownTable } from '../../report/markdown-table.ts';
import { spreadOf } from '../../samples.ts';
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

/**
 * The minimum duration of a batch: its writes and directory calls wait for one another. An invocation begins
 * without a connection to a distant directory, and can open it during the claim, its first write.
 */
function limitMs({ newHire, directorySteps, workbench }: Candidate): number {
  const { directoryRoundTripMs: roundTripMs = 0 } = workbench;
  return (
    Math.max(addedMs.dynamodb, ROUND_TRIPS_TO_CONNECT * roundTripMs) +
    (newHire.tableWrites - 1) * addedMs.dynamodb +
    directorySteps * (addedMs.directory + roundTripMs) +
    addedMs.sqs
  );
}

/** Of the directories that have one: how many times the physical limit a warm batch takes. */
export function warmBatchBudgets(
  columns: readonly DirectoryColumn[],
  timings: Timings,
): readonly Budget[] {
  return columns.flatMap(({ name, candidate }) => {
    if (candidate.warmBatchBudget === undefined) return [];
    const { median } = spreadOf(timings.of('batchMs', name));
    const times = median / limitMs(candidate);
    return [
      atMost(`${name}: warm batch, times the physical limit`, times, candidate.warmBatchBudget),
    ];
  });
}

/** The part of docs/generated/benchmarks.md about directories. */
export function targetsSection(
  columns: readonly DirectoryColumn[],
  rows: Rows,
  budgets: readonly Budget[],
  effort: Effort,
  sets: number,
): string {
  const users = columns[0]?.one.users.toLocaleString('en');
  return `## Each directory

${markdownTable(headOf(columns), rows)}

${markdownTable(['budget', 'limit', 'measured', ''], budgetRows(budgets))}

Joiner as packaged for each directory. The directories take turns, like the contenders above, in ${sets} sets of ${effort.coldStarts} processes and ${effort.timedBatches} warm batches each. Every directory call takes ${addedMs.directory} ms more, for each directory alike: the figures compare what Joiner does, not how fast a vendor is. Dollars cover DynamoDB and SQS, not the directory.

- **New hires** in a SCIM server wait for one more directory call: Joiner looks up the e-mail before every creation, and at the same time the employee id of a hire that has one, because only user names are unique there. If they are not (\`SCIM_ENFORCES_UNIQUENESS\` at \`false\`, the default), it looks up \`externalId\`, \`userName\` and e-mail, at the same time, and notes in the record that no account was found.
- **The token** of a SCIM server is read once per instance, with the first hire. The proxy delays that call as long as a directory call, although Secrets Manager would be quicker. The bundle contains the clients of both services that may store the token.
- **Connections**: SCIM is measured over TLS, at a distance of ${ROUND_TRIP_MS} ms there and back. Opening a connection takes ${ROUND_TRIPS_TO_CONNECT} round trips, and each call one more. Connections are kept within an invocation and closed before it ends ([why](../targets.md#scim-20)). The physical limit contains one opening, during which the hire is claimed, and the round trips. It does not contain the work of opening: a batch of ten opens up to thirty connections, as HTTP/1.1 carries one call at a time on each, and both ends of each TLS handshake run on this machine.
- **A conflict** is a hire whose account exists already, among ${users} users: FinSpace has no look-up by address, so Joiner reads the directory page by page, once for a whole batch. The others have an index: the cost of a conflict does not depend on the number of users. Where Joiner searches first, it finds the account then, and sends no creation. How reading a directory grows: [below](#how-cost-grows). The milliseconds of a conflict are a single sample, measured within the function, without the import.
- **Hires per second**, and everything with a look-up, include the work of the local directories, which share the cores. SCIMMY, the local SCIM server, is the slowest: it compares every user with a filter.
`;
}
