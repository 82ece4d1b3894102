/**
 * Wraps a contender's handler inside the function's process, and adds a reading to each response. It is
 * bundled next to the contender's code, which it loads as the runtime would, and measures the import.
 */
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import type { Reading } from './reading.ts';

const [file = '', exportName = ''] = (process.env['BENCH_HANDLER'] ?? '').split('.');
const startMs = performance.now();
const contender = require(join(__dirname, file));
const importMs = performance.now() - startMs;

export async function handler(event: unknown, context: Context) {
  const invokedMs = performance.now();
  const response = await contender[exportName](event, context);
  const endedMs = performance.now();
  const { user, system } = process.cpuUsage();
  const reading: Reading = {
    importMs,
    invocationMs: endedMs - invokedMs,
    sinceStartMs: endedMs - startMs,
    cpuMs: (user + system) / 1000,
    memoryBytes: process.memoryUsage.rss(),
  };
  return { ...response, reading };
}
