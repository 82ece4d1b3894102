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

/** The part of docs/benchmarks.md about growth. */
export function growthSection(
  rows: Rows,
  { cost, recovered, pages }: Recovery,
  long: { readonly finspaceMs: number; readonly timeoutSeconds: number },
): string {
  const batches = Math.ceil(cost.hires / 10);
  const count = (figure: number) => figure.toLocaleString('en');
  return `## How cost grows

${markdownTable(GROWTH_HEAD, rows)}

Calls are per hire, counted by the proxy; SQS without receiving and deleting. Milliseconds are those within the function until the last hire of the row was done, waits between invocations left out; of new hires the median batch, warm.

- **New hires**: neither the size of the table nor that of the directory matters. The records are copies of one that Joiner wrote.
- **Conflicts**: the accounts stand at the end of the directory, which is the worst place. A batch reads it once, however many of its hires look for somebody.
- The **longest directory** is measured with an invocation of ${long.timeoutSeconds} s and ${long.finspaceMs} ms for each call of FinSpace, for the bench to end sooner; with 60 s and ${addedMs.directory} ms it takes about as many invocations. Each goes on where the last one stopped.
- **Recovery**: an outage left ${count(cost.hires)} creations without an answer in a directory of ${count(cost.users)}, and their tokens expired. One instance took them in ${count(batches)} batches: ${count(recovered)} recovered with ${count(cost.listUsers)} ListUsers, the directory having ${count(pages)} pages, and ${count(cost.getUser)} GetUser. A reading for each batch would be up to ${count(batches * pages)} ListUsers. Why: [one reading of the directory](decisions/0002-one-reading-of-the-directory.md).
`;
}
