import type { Stack } from '../stack/stack.ts';
import { checkFailedAges, checkNewHireAge } from './check-ages.ts';
import { checkDirectory } from './check-directory.ts';
import { checkFunctionState, checkMapping, checkSettings } from './check-function.ts';
import { checkLookUps } from './check-look-ups.ts';
import { checkQueueEncryption, checkRedrive, checkRetention } from './check-queues.ts';
import { checkRecovery, checkTable } from './check-table.ts';
import { type Finding, runCheck } from './finding.ts';

/** Checks a stack against serverless.yml, and whether it works. Only reads. */
export async function examineStack(
  stack: Stack,
  nowMs: number,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const findings = await Promise.all([
    runCheck('settings', () => checkSettings(stack)),
    runCheck('function', () => checkFunctionState(stack)),
    runCheck('consumption', () => checkMapping(stack)),
    runCheck('directory', () => checkDirectory(stack, signal)),
    runCheck('look-ups', () => checkLookUps(stack, signal)),
    runCheck('new-hire-age', () => checkNewHireAge(stack, nowMs)),
    runCheck('failed-ages', () => checkFailedAges(stack, nowMs, signal)),
    runCheck('redrive', () => checkRedrive(stack)),
    runCheck('retention', () => checkRetention(stack)),
    runCheck('queue-encryption', () => checkQueueEncryption(stack)),
    runCheck('table', () => checkTable(stack)),
    runCheck('point-in-time-recovery', () => checkRecovery(stack)),
  ]);
  signal.throwIfAborted();
  return findings.flat();
}
