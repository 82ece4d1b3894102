/**
 * `npm run bench`: Joiner next to a bare handler and to the parts that AWS recommends; writes
 * docs/benchmarks.md. Exit status 1 if a count is off.
 * `npm run bench -- --only <part>`: measures one part, and leaves the page as it is.
 * `npm run bench -- --short`: only counts calls.
 */
import { parseArgs } from 'node:util';
import { TARGETS } from '../local/directories/directories.ts';
import { packageService } from '../local/stack/packaging.ts';
import { furtherParts, type Part } from './parts/parts.ts';
import { benchCalls, benchSideBySide, writePage } from './parts/timings/compare-contenders.ts';

// Warm times differ from process to process by more than within one, as V8 compiles what it sees hot:
// rather more sets, each with processes of its own, than more batches in each.
const SETS = 8;
const effort = {
  coldStarts: 6,
  warmUpBatches: 20,
  warmBlocks: 4,
  batchesPerBlock: 6,
  throughputRounds: 1,
  throughputBatches: 60,
  concurrency: 8,
};
const KEPT_LOG_LINES = 20;

const { values } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const LOG: string[] = [];

function keep(line: string): void {
  LOG.push(line);
  if (LOG.length > KEPT_LOG_LINES) LOG.shift();
}

async function benchPart(name: string): Promise<boolean> {
  if (name === 'timings') return (await benchSideBySide(keep, SETS, effort)).isMet;
  const part = furtherParts[name];
  if (!part) {
    const names = ['timings', ...Object.keys(furtherParts)].join(', ');
    throw new Error(`--only must name a part of the benchmarks: ${names}.`);
  }
  return (await part(keep)).isMet;
}

async function benchAll(): Promise<boolean> {
  const { findings, isMet } = await benchSideBySide(keep, SETS, effort);
  const parts: Part[] = [];
  for (const measure of Object.values(furtherParts)) parts.push(await measure(keep));
  await writePage(
    findings,
    parts.map(({ section }) => section),
  );
  return isMet && parts.every((part) => part.isMet);
}

async function bench(): Promise<boolean> {
  if (values.short) return benchCalls(keep);
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
