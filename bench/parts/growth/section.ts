import { addedMs } from '../../latencies.ts';
import { type Rows, rounded } from '../../report/figures.ts';
import { markdownTable } from '../../report/markdown-table.ts';
import type { Cost } from './cost.ts';
import type { Recovery } from './recovery.ts';

export const GROWTH_HEAD = [
  '',
  'records',
  'users',
  'writes',
  'reads',
  'CreateUser',
  'ListUsers',
  'GetUser',
  'SQS',
  'invocations',
  'ms',
];

export function growthRows(costs: readonly Cost[]): Rows {
  return costs.map(({ name, records, users, hires, perHire, ...cost }) => [
    name,
    ...[records, users].map((size) => size.toLocaleString('en')),
    rounded(perHire.tableWrites),
    rounded(perHire.tableReads),
    rounded(perHire.createUser),
    ...[cost.listUsers, cost.getUser].map((calls) => rounded(calls / hires)),
    rounded(perHire.sqs),
    String(cost.invocations),
    cost.ms.toFixed(0),
  ]);
}

/** The part of docs/generated/benchmarks.md about growth. */
export function growthSection(
  rows: Rows,
  { cost, recovered, pages }: Recovery,
  long: { readonly finspaceMs: number; readonly timeoutSeconds: number },
): string {
  const batches = Math.ceil(cost.hires / 10);
  const count = (figure: number) => figure.toLocaleString('en');
  return `## How cost grows

${markdownTable(GROWTH_HEAD, rows)}

Calls are per hire, counted by the proxy; SQS is counted without receiving and deleting. Milliseconds are the time within the function until the last hire of the row was done, without the waits between invocations. For new hires they are those of the median warm batch.

- **New hires**: neither the size of the table nor the size of the directory matters. The records are copies of one that Joiner wrote.
- **Conflicts**: the accounts are at the end of the directory, which is the worst case. A batch reads the directory once, for all of its conflicts.
- The **longest directory** is measured with an invocation of ${long.timeoutSeconds} s and ${long.finspaceMs} ms per FinSpace call, so that the benchmark ends sooner; with 60 s and ${addedMs.directory} ms it takes about as many invocations. Each invocation continues where the previous one stopped.
- **Recovery**: an outage left ${count(cost.hires)} creations without an answer in a directory of ${count(cost.users)}, and their tokens expired. One instance processed them in ${count(batches)} batches: ${count(recovered)} recovered with ${count(cost.listUsers)} ListUsers, the directory having ${count(pages)} pages, and ${count(cost.getUser)} GetUser. Reading the directory once per batch would take up to ${count(batches * pages)} ListUsers. Why: [one reading of the directory](../decisions/0002-one-reading-of-the-directory.md).
`;
}
