/**
 * `npm run bench`: Joiner next to a bare handler and to the parts that AWS recommends; writes
 * docs/benchmarks.md. `npm run bench -- --short`: only counts calls. Exit status 1 if a count is off.
 */
import { parseArgs } from 'node:util';
import { packageService } from '../src/local/packaging.ts';
import { benchAll, benchCalls } from './bench.ts';

const sets = 2;
const effort = {
  coldStarts: 15,
  warmUpBatches: 15,
  warmBlocks: 6,
  batchesPerBlock: 6,
  throughputRounds: 2,
  throughputBatches: 60,
  concurrency: 8,
};
const keptLogLines = 20;

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false } } });
const log: string[] = [];

function keep(line: string): void {
  log.push(line);
  if (log.length > keptLogLines) log.shift();
}

try {
  await packageService(new AbortController().signal);
  const isMet = values.short ? await benchCalls(keep) : await benchAll(keep, sets, effort);
  process.exitCode = isMet ? 0 : 1;
} catch (error) {
  process.stderr.write(`${log.join('\n')}\n`);
  throw error;
}
