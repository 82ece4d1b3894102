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

/** docs/benchmarks.md, whole. @param sections what else was measured, in Markdown, each with its heading */
export function benchmarksPage(findings: Findings, sections: readonly string[]): string {
  const { contenders, times, calls, budgets, effort, sets } = findings;
  const header = ['', ...contenders];
  const batches = sets * effort.warmBlocks * effort.batchesPerBlock;
  return `# Benchmarks

Written by \`npm run bench\`; do not edit. Times differ from machine to machine: compare columns, not runs.

- Date: ${findings.date}
- Machine: ${findings.machine}
- Versions: ${findings.versions}

## Side by side

${markdownTable(header, times)}

Medians, with the quartiles in brackets.

${markdownTable(header, calls)}

Prices are AWS's list prices in us-east-1 as of ${PRICES_AS_OF} ([\`bench/prices.ts\`](../bench/prices.ts)), for these calls only.

## Budgets

${markdownTable(['budget', 'limit', 'measured', ''], budgets)}

${sections.map((section) => `${section.trim()}\n\n`).join('')}## The contenders

- **Joiner**: what \`npm run package\` makes.
- **bare** ([\`bench/contenders/bare.ts\`](../bench/contenders/bare.ts)): claim, create, complete and send with the plain clients, and no checks. It keeps no promise; no handler can do with less.
- **Powertools** ([\`bench/contenders/powertools.ts\`](../bench/contenders/powertools.ts)): the parts that AWS recommends, Batch with Idempotency by message id on DynamoDB.

All are bundled with the options of \`serverless.yml\` and run on the local stack's emulators, with Lambda's part played by \`local/emulators/lambda\`: a process for each instance, one invocation at a time.

## How it is measured

A proxy in a process of its own adds a fixed time to every call: DynamoDB ${addedMs.dynamodb} ms, SQS ${addedMs.sqs} ms, FinSpace ${addedMs.directory} ms. The contenders take turns, batch by batch or process by process, and whoever begins changes with the round, so that drift hits all alike. ${sets} sets, each on fresh emulators.

- **import**: loading the bundle in a fresh process; ${sets * effort.coldStarts} processes each. The others build their clients then; Joiner reads its settings, and builds its clients with the first batch.
- **first hire**: import, and the first invocation, with one hire: whatever was put off is in it; the same processes.
- **warm batch of ten**: ten new hires in one invocation, after ${effort.warmUpBatches} batches that are not timed; ${batches} batches each.
- **physical limit**: the sum of the added times on the critical path, claim ${addedMs.dynamodb} + create ${addedMs.directory} + complete ${addedMs.dynamodb} + send ${addedMs.sqs} = ${physicalLimitMs} ms. The ten go in parallel, and none of the four can begin before the one before it has ended. What is above it is the handler, the emulators and the proxy.
- **CPU per hire**: user and system time of the function's process, warm, over blocks of ${effort.batchesPerBlock} batches, every thread and the garbage collector included.
- **hires per second**: ${effort.concurrency} warm processes at once, ${effort.throughputBatches} batches of ten; emulators and proxy share the machine's cores with them.
- **memory**: resident set of the process after each of those blocks.
- **calls**: counted by the proxy while the event source mapping empties a queue of a hundred hires: receiving and deleting included, and the empty poll at the end. Write units are those that DynamoDB charges.
`;
}
