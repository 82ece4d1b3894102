import { addedMs, physicalLimitMs } from '../latencies.ts';
import type { Effort } from '../parts/timings/measure-timings.ts';
import { PRICES_AS_OF } from '../prices.ts';
import type { Rows } from './figures.ts';
import { markdownTable } from './markdown-table.ts';

export interface Findings {
  /** ISO 8601, to the day. */
  readonly date: string;
  readonly machine: string;
  readonly versions: string;
  readonly contenders: readonly string[];
  readonly times: Rows;
  readonly calls: Rows;
  readonly budgets: Rows;
  readonly effort: Effort;
  readonly sets: number;
}

/** docs/generated/benchmarks.md, whole. @param sections what else was measured, in Markdown, each with its heading */
export function benchmarksPage(findings: Findings, sections: readonly string[]): string {
  const { contenders, times, calls, budgets, effort, sets } = findings;
  const header = ['', ...contenders];
  const batches = sets * effort.timedBatches;
  return `# Benchmarks

Written by \`npm run bench\`; do not edit. Times depend on the machine: compare columns, not runs.

- Date: ${findings.date}
- Machine: ${findings.machine}
- Versions: ${findings.versions}

## Side by side

${markdownTable(header, times)}

Medians, with the quartiles in brackets. The budgets below compare each sample with a bare handler's of the same round.

${markdownTable(header, calls)}

Prices are AWS's list prices in us-east-1 as of ${PRICES_AS_OF} ([\`bench/prices.ts\`](../../bench/prices.ts)), for these calls only.

## Budgets

${markdownTable(['budget', 'limit', 'measured', ''], budgets)}

${sections.map((section) => `${section.trim()}\n\n`).join('')}## The contenders

- **Joiner**: what \`npm run package\` makes.
- **bare** ([\`bench/contenders/bare.ts\`](../../bench/contenders/bare.ts)): claim, create, complete and send with the plain clients and without checks. It keeps no promise, and no handler can make fewer calls.
- **bare with all calls** ([\`bench/contenders/bare-with-all-calls.ts\`](../../bench/contenders/bare-with-all-calls.ts)): the bare handler, and the two further calls that Joiner's security needs: one of KMS in the life of an instance, for the secret of its pseudonyms, and one of SQS for each batch, which proves that its records [are in flight](../decisions/0004-records-in-flight.md). What is left between this one and Joiner is Joiner's own work.
- **Powertools** ([\`bench/contenders/powertools.ts\`](../../bench/contenders/powertools.ts)): the parts that AWS recommends: Batch, with Idempotency by message id on DynamoDB.

All are bundled with the options of \`serverless.yml\` and run on the local stack's emulators. \`local/emulators/lambda\` stands in for Lambda: one process per instance, one invocation at a time.

## How it is measured

A proxy in a process of its own adds a fixed time to every call: DynamoDB ${addedMs.dynamodb} ms, SQS ${addedMs.sqs} ms, FinSpace ${addedMs.directory} ms, KMS ${addedMs.kms} ms. The contenders take turns, batch by batch or process by process. A different one begins each round, so that drift affects all of them alike. ${sets} sets, each on fresh emulators.

- **import**: loading the bundle in a fresh process; ${sets * effort.coldStarts} processes each. The others build their clients at that point. Joiner only reads its settings, and builds its clients with the first batch.
- **first hire**: from the start of the import to the end of the first invocation, with one hire, in the same processes. It includes everything that the import postponed, and what runs between the two.
- **warm batch of ten**: ten new hires in one invocation, after ${effort.warmUpBatches + effort.cpuBatches} batches that are not timed; ${batches} batches each.
- **physical limit**: the sum of the added times on the critical path, claim ${addedMs.dynamodb} + create ${addedMs.directory} + complete ${addedMs.dynamodb} + send ${addedMs.sqs} = ${physicalLimitMs} ms, without the calls of Joiner's security. The ten hires run in parallel, and each of the four calls must wait for the one before it. The rest of a batch's time is the handler, the emulators and the proxy.
- **CPU per hire**: user and system time of the function's process over ${effort.cpuBatches} batches, divided by their hires, after ${effort.warmUpBatches} batches to warm up; ${sets} processes each. Every thread and the garbage collector are included. The contenders run at the same time, because a busy machine makes CPU time longer.
- **hires per second**: ${effort.concurrency} warm processes at once, ${effort.throughputBatches} batches of ten; they share the machine's cores with the emulators and the proxy.
- **memory**: resident set of the process after each of those batches.
- **calls**: counted by the proxy while the event source mapping empties a queue of a hundred hires. Receiving, deleting and the empty poll at the end are included. Write units are those that DynamoDB charges.
`;
}
