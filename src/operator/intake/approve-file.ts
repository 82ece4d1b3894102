import { createIntakeFiles } from '../../aws/intake-files.ts';
import type { FileProgress } from '../../intake/file-progress.ts';
import { NoIntakeError, notifyIntake } from '../stack/send-to-intake.ts';
import { nowMsAtAws, type Stack } from '../stack/stack.ts';
import { intakeTableOf } from './intake-table.ts';
import { notificationOf } from './notification.ts';

/** An operator's decision to take a file that waits. */
export interface Approval {
  /** ARN of the operator. */
  readonly approvedBy: string;
  readonly why: string;
}

/** Whether an approval begins, or begins again, what the intake does with a file. */
export function isApprovable({ state }: Pick<FileProgress, 'state'>): boolean {
  return state === 'waiting' || state === 'approved';
}

/**
 * Approves a file that waits, and then notifies the intake of it. In this order: cut off in between, the file is
 * approved, and another approval notifies the intake. A file that has changed since it was shown is left alone.
 * @throws {NoIntakeError}
 */
export async function approveFile(
  stack: Stack,
  shown: FileProgress,
  approval: Approval,
  signal: AbortSignal,
): Promise<'approved' | 'changed'> {
  const { IntakeBucketName } = stack.outputs;
  if (IntakeBucketName === undefined) throw new NoIntakeError();
  const files = createIntakeFiles(intakeTableOf(stack));
  const approved: FileProgress = { ...shown, state: 'approved', ...approval };
  const stored =
    shown.state === 'approved'
      ? shown
      : await files.advance('waiting', approved, nowMsAtAws(stack), signal);
  if (stored.state !== 'approved') return 'changed';
  const body = notificationOf(stored, IntakeBucketName);
  await notifyIntake(stack, { body, askedAtMs: stored.askedAtMs });
  return 'approved';
}
