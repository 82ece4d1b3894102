/**
 * `npm run bench`: compares Joiner with a bare handler and with the parts that AWS recommends, and writes
 * docs/generated/benchmarks.md. Exit status 1 if a call count is wrong.
 * `npm run bench -- --only <part>`: measures one part, without writing the page.
 * `npm run bench -- --short`: only counts calls.
 */
import { parseArgs } from 'node:util';
import { TARGETS } from '../local/directories/directories.ts';
import { packageService } from '../local/stack/packaging.ts';
import { callBudgets } from './budgets.ts';
import { measureAudits } from './parts/audit/measure-audits.ts';
import { countGrowth } from './parts/growth/measure-growth.ts';
import { type Part, sectionParts } from './parts/parts.ts';
import { countTargets } from './parts/targets/measure-targets.ts';
import { compareContenders } from './parts/timings/compare-contenders.ts';
import { callsOf, countContenders } from './parts/timings/count-contenders.ts';
import { callRows } from './report/figures.ts';
import { printBudgets, printColumns } from './report/terminal-table.ts';
import { writePage } from './report/write-page.ts';

// Warm times differ more between processes than within one, since V8 optimizes each process differently:
// more sets, each with new processes, are better than more batches per set.
const SETS = 8;
const effort = {
  coldStarts: 6,
  warmUpBatches: 60,
  cpuBatches: 100,
  timedBatches: 24,
  throughputRounds: 1,
  throughputBatches: 60,
  concurrency: 8,
};
const MAX_LOG_LINES = 20;
/** Of the audit that `--short` makes: three pages of the directory. */
const AUDITED_PEOPLE = 250;

const { values } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const LOG: string[] = [];

function keepLogLine(line: string): void {
  LOG.push(line);
  if (LOG.length > MAX_LOG_LINES) LOG.shift();
}

/** Counts calls only, which does not depend on the machine. */
async function benchCalls(): Promise<boolean> {
  const columns = await countContenders(keepLogLine);
  printColumns(columns, callRows(columns));
  const growth = await countGrowth(keepLogLine);
  const targets = await countTargets(keepLogLine);
  const audit = await measureAudits(keepLogLine, [AUDITED_PEOPLE]);
  const budgets = [
    ...callBudgets(callsOf('Joiner', columns)),
    ...growth,
    ...targets,
    ...audit.budgets,
  ];
  printBudgets(budgets);
  return budgets.every(({ isMet }) => isMet);
}

async function benchPart(name: string): Promise<boolean> {
  if (name === 'timings') return (await compareContenders(keepLogLine, SETS, effort)).isMet;
  const part = sectionParts[name];
  if (!part) {
    const names = ['timings', ...Object.keys(sectionParts)].join(', ');
    throw new Error(`--only must name a part of the benchmarks: ${names}.`);
  }
  return (await part(keepLogLine)).isMet;
}

async function benchAll(): Promise<boolean> {
  const { findings, isMet } = await compareContenders(keepLogLine, SETS, effort);
  const parts: Part[] = [];
  for (const measure of Object.values(sectionParts)) parts.push(await measure(keepLogLine));
  await writePage(
    findings,
    parts.map(({ section }) => section),
  );
  return isMet && parts.every((part) => part.isMet);
}

/** Returns whether every call budget is met. */
async function bench(): Promise<boolean> {
  if (values.short) return benchCalls();
  return values.only === undefined ? benchAll() : benchPart(values.only);
}

try {
  const { signal } = new AbortController();
  await Promise.all(TARGETS.map((target) => packageService(target, signal)));
  process.exitCode = (await bench()) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${LOG.join('\n')}\n`);
  throw error;
}
