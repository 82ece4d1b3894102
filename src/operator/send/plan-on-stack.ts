import type { GroupRules } from '../../provisioning/group-rules.ts';
import { listFailedMessages } from '../failed/failed-queues.ts';
import { findRecords } from '../stack/find-records.ts';
import { readScheduled } from '../stack/find-scheduled.ts';
import {
  readDigests,
  readIntakeDigests,
  readPointerOf,
  type Stack,
  type StackSettings,
  usersStoreOf,
} from '../stack/stack.ts';
import type { HireMessage } from './hire-message.ts';
import { type Plan, planHires } from './plan-hires.ts';

export interface PlanOptions {
  readonly signal: AbortSignal;
  /** Ends the reading of the directory. */
  readonly directorySignal: AbortSignal;
  /** Those of the stack, where they are known. */
  readonly groupRules?: GroupRules;
}

/** What each message of a file would come to on a stack. */
export async function planOnStack(
  stack: Stack,
  messages: readonly HireMessage[],
  { policy, startRules, target }: StackSettings,
  { signal, directorySignal, groupRules }: PlanOptions,
): Promise<Plan> {
  const [digests, intakeDigests] = await Promise.all([
    readDigests(stack),
    readIntakeDigests(stack),
  ]);
  return planHires(messages, {
    policy,
    startRules,
    target,
    digests,
    intakeDigests,
    store: usersStoreOf(stack),
    readPointer: (employeeKey) => readPointerOf(stack, employeeKey, signal),
    readScheduled: (key) => readScheduled(stack, key, signal),
    signal,
    failed: () => listFailedMessages(stack, {}, { signal }),
    findByIds: (ids) => findRecords(stack, digests, ids, { signal, onProgress: () => {} }),
    directorySignal,
    ...(groupRules && { groupRules }),
  });
}
