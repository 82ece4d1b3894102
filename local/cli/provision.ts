import { groupsToShow } from '../../src/operator/cli/groups-to-show.ts';
import {
  endSourcesOf,
  type FollowedHire,
  followHires,
} from '../../src/operator/send/follow-hires.ts';
import type { HireMessage } from '../../src/operator/send/hire-message.ts';
import { planHires } from '../../src/operator/send/plan-hires.ts';
import type { PlannedHire } from '../../src/operator/send/planned-hire.ts';
import { sendHires } from '../../src/operator/send/send-hires.ts';
import { createClients } from '../../src/operator/stack/clients.ts';
import { queueDepth } from '../../src/operator/stack/queue-depth.ts';
import {
  findStack,
  readDigests,
  readIntakeDigests,
  readStackSettings,
  type Stack,
} from '../../src/operator/stack/stack.ts';
import type { OperableStack } from './operable-stack.ts';
import type { QueueWatch } from './queue-watch.ts';

export interface ProvisionOptions {
  readonly messages: readonly HireMessage[];
  /** Path of the rules that the stack is likely to have: if it has, groups are compared with theirs. */
  readonly rulesFile?: string;
  /** Its `onInvocation` is an option of the stack. */
  readonly watch: QueueWatch;
  /** Hires that have not reached their end after this are returned without one. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (ended: number) => void;
}

export interface Provisioned {
  /** In file order. */
  readonly hires: readonly FollowedHire[];
  /** Whether every message has left the new-hire queue. */
  readonly isQueueEmpty: boolean;
}

/**
 * Sends hires to a local stack and follows them to their ends, as `joiner send --wait` does. The stack
 * is new and has no other user: once its queue is empty, one look shows what became of every hire.
 * @throws the reason with which `signal` aborts
 */
export async function provision(
  { stack: local, environment }: OperableStack,
  { messages, rulesFile, watch, timeoutMs, signal, onProgress }: ProvisionOptions,
): Promise<Provisioned> {
  const clients = createClients({ environment });
  try {
    const stack = await findStack(clients, local.identity.stackName, { isLocal: true });
    const hires = await planFor(stack, messages, { rulesFile, signal });
    const sentAtMs = Date.now();
    await sendAll(stack, hires, signal);
    const patience = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    let isQueueEmpty = false;
    const followed = await followHires(hires, {
      ...endSourcesOf(stack, signal),
      sentAtMs,
      signal,
      async untilNextLook() {
        isQueueEmpty = await watch.untilEmpty({
          consumption: local.consumption,
          depth: () => queueDepth(clients.sqs, stack.outputs.NewHireQueueUrl),
          signal: patience,
          onLeft: (left) => onProgress(hires.length - left),
        });
        return 'last';
      },
      onProgress: () => {},
    });
    return { hires: followed.hires, isQueueEmpty };
  } finally {
    clients.destroy();
  }
}

/** What the messages ask for, without a look at an empty table or for accounts that exist already. */
async function planFor(
  stack: Stack,
  messages: readonly HireMessage[],
  { rulesFile, signal }: { readonly rulesFile: string | undefined; readonly signal: AbortSignal },
): Promise<readonly PlannedHire[]> {
  const [{ policy, startRules, target, grantToExisting }, digests, intakeDigests, shown] =
    await Promise.all([
      readStackSettings(stack),
      readDigests(stack),
      readIntakeDigests(stack),
      rulesFile === undefined ? undefined : groupsToShow(stack, rulesFile),
    ]);
  const store = { read: async () => undefined };
  const directorySignal = AbortSignal.abort();
  const { hires } = await planHires(messages, {
    policy,
    startRules,
    target,
    digests,
    intakeDigests,
    store,
    readPointer: async () => undefined,
    readScheduled: async () => undefined,
    signal,
    directorySignal,
    ...(shown?.kind === 'shown' && { groupRules: { ...shown.rules, grantToExisting } }),
  });
  return hires;
}

async function sendAll(
  stack: Stack,
  hires: readonly PlannedHire[],
  signal: AbortSignal,
): Promise<void> {
  const sent = await sendHires(stack, hires, {
    ratePerSecond: Number.POSITIVE_INFINITY,
    signal,
    pause: async () => {},
    onProgress: () => {},
  });
  signal.throwIfAborted();
  if (sent === hires.length) return;
  throw new Error(
    `${hires.length - sent} of ${hires.length} messages could not be sent to the queue`,
  );
}
