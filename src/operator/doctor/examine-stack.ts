import type { Stack } from '../stack/stack.ts';
import { checkFailedAges, checkNewHireAge } from './check-ages.ts';
import { checkDirectory } from './check-directory.ts';
import { checkFunctionState, checkMapping, checkSettings } from './check-function.ts';
import { checkLookUps } from './check-look-ups.ts';
import { checkQueueEncryption, checkRedrive, checkRetention } from './check-queues.ts';
import { checkRecovery, checkTable } from './check-table.ts';
import { checking, type Finding } from './finding.ts';

/** Holds a stack against what serverless.yml declares, and looks whether it does its work. Only reads. */
export async function examineStack(
  stack: Stack,
  nowMs: number,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const findings = await Promise.all([
    checking('settings', () => checkSettings(stack)),
    checking('function', () => checkFunctionState(stack)),
    checking('consumption', () => checkMapping(stack)),
    checking('directory', () => checkDirectory(stack, signal)),
    checking('look-ups', () => checkLookUps(stack, signal)),
    checking('new-hire-age', () => checkNewHireAge(stack, nowMs)),
    checking('failed-ages', () => checkFailedAges(stack, nowMs, signal)),
    checking('redrive', () => checkRedrive(stack)),
    checking('retention', () => checkRetention(stack)),
    checking('queue-encryption', () => checkQueueEncryption(stack)),
    checking('table', () => checkTable(stack)),
    checking('point-in-time-recovery', () => checkRecovery(stack)),
  ]);
  signal.throwIfAborted();
  return findings.flat();
}
