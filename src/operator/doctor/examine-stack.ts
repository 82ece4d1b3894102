import { once } from '../../runtime/once.ts';
import { findFiles } from '../intake/find-files.ts';
import type { Stack } from '../stack/stack.ts';
import { checkDirectory } from './check-directory.ts';
import { checkFailedAges } from './check-failed-ages.ts';
import { checkFunctionState, checkMapping, checkSettings } from './check-function.ts';
import { checkGroups } from './check-groups.ts';
import { checkIntakeFiles, checkIntakeFunction } from './check-intake.ts';
import { checkIntakeAge } from './check-intake-age.ts';
import { checkIntakeKey } from './check-intake-key.ts';
import { checkIntakeMissed } from './check-intake-missed.ts';
import { checkLookUps } from './check-look-ups.ts';
import { checkNewHireAge } from './check-new-hire-age.ts';
import { checkNightlyAudit } from './check-nightly-audit.ts';
import {
  checkForeignDeadLetters,
  checkQueueEncryption,
  checkRedrive,
  checkRetention,
} from './check-queues.ts';
import { checkScheduledAge } from './check-scheduled-age.ts';
import {
  checkRecovery,
  checkTable,
  INTAKE_TABLE,
  SCHEDULED_TABLE,
  USERS_TABLE,
} from './check-table.ts';
import { checkVersion } from './check-version.ts';
import { type Finding, runCheck } from './finding.ts';
import { promisedMsOf } from './promise.ts';

export interface ExamineOptions {
  readonly nowMs: number;
  readonly signal: AbortSignal;
  /** How long a hire may wait, and a failed message for an operator. Default: the stack's promise. */
  readonly withinMs?: number | undefined;
}

/** Checks a stack against serverless.yml, and whether it works. Only reads. */
export async function examineStack(
  stack: Stack,
  { nowMs, signal, withinMs }: ExamineOptions,
): Promise<readonly Finding[]> {
  const allowedMs = async () => withinMs ?? promisedMsOf(stack);
  // Two checks compare them, and they are in a table that is read as a whole.
  const filesOfIntake = once(() => findFiles(stack, { signal }));
  const findings = await Promise.all([
    runCheck('version', () => checkVersion(stack)),
    runCheck('settings', () => checkSettings(stack)),
    runCheck('function', () => checkFunctionState(stack)),
    runCheck('consumption', () => checkMapping(stack)),
    runCheck('directory', () => checkDirectory(stack, signal)),
    runCheck('look-ups', () => checkLookUps(stack, signal)),
    runCheck('groups', () => checkGroups(stack, signal)),
    runCheck('new-hire-age', async () => checkNewHireAge(stack, nowMs, await allowedMs())),
    runCheck('failed-ages', async () => checkFailedAges(stack, nowMs, await allowedMs(), signal)),
    runCheck('redrive', () => checkRedrive(stack)),
    runCheck('dead-letters-of-others', () => checkForeignDeadLetters(stack)),
    runCheck('retention', () => checkRetention(stack)),
    runCheck('queue-encryption', () => checkQueueEncryption(stack)),
    runCheck('scheduled-age', () => checkScheduledAge(stack, nowMs, signal)),
    runCheck('intake-function', () => checkIntakeFunction(stack)),
    runCheck('intake-key', () => checkIntakeKey(stack)),
    runCheck('intake-files', () => checkIntakeFiles(stack, filesOfIntake, nowMs)),
    runCheck('intake-missed', () => checkIntakeMissed(stack, filesOfIntake, { nowMs, signal })),
    runCheck('intake-age', async () => checkIntakeAge(stack, nowMs, await allowedMs())),
    runCheck('nightly-audit', () => checkNightlyAudit(stack, signal)),
    ...[USERS_TABLE, SCHEDULED_TABLE, INTAKE_TABLE].flatMap((table) => [
      runCheck(table.check, () => checkTable(stack, table)),
      runCheck(table.recoveryCheck, () => checkRecovery(stack, table)),
    ]),
  ]);
  signal.throwIfAborted();
  return findings.flat();
}
