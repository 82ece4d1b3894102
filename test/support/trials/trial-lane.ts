import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { packageDirOf } from '../../../local/stack/packaging.ts';
import { expireVisibility } from '../aws/expire-visibility.ts';
import { sendBodies } from '../aws/send-bodies.ts';
import { HOUR_MS, MINUTE_MS } from '../bodies/hires.ts';
import { startStackUnderFaults } from '../stack/stack-under-faults.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { until } from '../time/until.ts';
import type { BatchKind, BatchLane } from './batch-kind.ts';
import type { HireBatch } from './hire-batch.ts';
import { plannedGroupsOf } from './planned-groups.ts';
import { redrive } from './redrive.ts';
import { startStackAuditor } from './stack-auditor.ts';
import { watchGroups } from './watch-groups.ts';

/** A call by its name, and its position among the calls of that name in a batch, from 1. */
export interface NumberedCall {
  readonly operation: string;
  readonly ordinal: number;
}

/** The packaged service, on which one trial follows another. */
export interface TrialLane extends BatchLane {
  /** Every call, in order, that a batch of this kind makes in a new instance without a fault. */
  callsOf(kind: BatchKind): Promise<readonly NumberedCall[]>;
  /**
   * Puts a new batch of the kind into the queue, or to where it prepares it, and its people and
   * faults into the directory.
   */
  open(kind: BatchKind): Promise<HireBatch>;
  /** What faults are tried on: one delivery of the queue, or one run of the sweep. */
  work(kind: BatchKind): Promise<void>;
  /** Ends every fault of the batch but the lasting one. */
  endTrouble(kind: BatchKind): void;
  /**
   * Ends leases and visibility timeouts at once, and adds these messages. Processes that are free
   * finish all messages in the queue.
   */
  finishBeside(bodies: readonly string[]): Promise<void>;
  /**
   * Moves the batch to the dead-letter queue and back. Leases and client tokens have expired by
   * then.
   */
  comeBackFromDeadLetters(batch: HireBatch): Promise<void>;
  /** Lets eleven minutes pass for the directory, which keeps client tokens for ten. */
  expireClientTokens(): void;
  /** What `joiner audit` reports of all that there is, in words. */
  audit(): Promise<readonly string[]>;
  /**
   * Removes all that the trial left: the next one begins with empty queues, tables and an empty directory.
   */
  close(): Promise<void>;
  stop(): Promise<void>;
}

/** How many deliveries finish every message, if the leases of each end before the next. */
const MAX_DELIVERIES = 4;

const WAITS = ['reads-may-lag', 'employee-in-progress', 'lease-held', 'record-changed'];

/** For a machine with few cores. */
const LANES = 2;

export function startTrialLanes(target: string): Promise<readonly TrialLane[]> {
  return Promise.all(Array.from({ length: LANES }, () => startTrialLane(target)));
}

/** A lane on the service as packaged for this target. */
export async function startTrialLane(target: string): Promise<TrialLane> {
  const clock = createManualClock(Date.now());
  let aheadMs = 0;
  const service = watchGroups(
    await startStackUnderFaults({
      clock,
      clockAheadMs: () => aheadMs,
      packageDir: packageDirOf(target),
    }),
  );
  const auditor = await startStackAuditor(service);
  const { sqs, stack, proxy } = service;
  const { directory } = stack;
  const { NewHireQueueUrl, DeadLetterQueueUrl } = stack.outputs;
  const sweepName = String(stack.resources.get('ReleaseDueHiresLambdaFunction')?.ref);
  const recordings = new Map<BatchKind, readonly NumberedCall[]>();
  const groups = plannedGroupsOf(target);
  let batches = 0;

  async function open(kind: BatchKind): Promise<HireBatch> {
    batches += 1;
    // An instance whose clock goes back would wait for a turn of days ahead.
    if (aheadMs > 0) await stack.functions.kill();
    letDaysPass(0);
    const made = kind.make(`b${batches}`);
    for (const user of made.existing) directory.addUser(user);
    const batch = kind.prepare ? await kind.prepare(lane, made) : made;
    if (!kind.prepare) await add(batch.bodies);
    kind.firstTrouble?.(directory.faults);
    kind.lastingTrouble?.(directory.faults);
    if (kind.lacksGroup) directory.removeGroup(secondGroupOf(batch));
    return batch;
  }

  /** So that the account gets one group before it, and one after it. */
  function secondGroupOf({ bodies: [first = '{}'] }: HireBatch): string {
    return groups.of(first)[1] ?? '';
  }

  function restoreGroups(): void {
    for (const group of groups.all) directory.addGroup(group);
  }

  function letDaysPass(days: number): void {
    aheadMs = days * 24 * HOUR_MS;
    // With a clock behind that of the function, accounts would look older than the attempts that
    // made them.
    clock.set(Math.max(clock.now(), Date.now() + aheadMs));
  }

  const add = (bodies: readonly string[]) => sendBodies(sqs, NewHireQueueUrl, bodies);

  async function sweep(): Promise<void> {
    await stack.functions.invoke(sweepName, {});
  }

  const work = (kind: BatchKind) => (kind.of === 'the sweep' ? sweep() : service.consumeOnce());

  function endTrouble(kind: BatchKind): void {
    directory.faults.clear();
    restoreGroups();
    kind.lastingTrouble?.(directory.faults);
  }

  async function redeliver(): Promise<void> {
    for (let delivery = 1; delivery <= MAX_DELIVERIES; delivery += 1) {
      await expireVisibility(sqs, NewHireQueueUrl, 'last-first');
      await service.consumeOnce();
      await service.expireLeases();
      if ((await service.messagesLeft()) === 0) return;
    }
    throw new Error(`Messages are left after ${MAX_DELIVERIES} deliveries.`);
  }

  async function record(kind: BatchKind): Promise<readonly NumberedCall[]> {
    await stack.functions.kill();
    await open(kind);
    if (kind.prepare) await stack.functions.kill();
    const from = proxy.calls.length;
    await work(kind);
    // A new instance asks for its secret once; the call changes nothing, and no delivery repeats it.
    const calls = proxy.calls
      .slice(from)
      .filter(({ service }) => service !== 'kms')
      .map(({ operation }) => operation);
    endTrouble(kind);
    await redeliver();
    await close();
    return calls.filter(isOfTheBatch).map((operation, index, all) => ({
      operation,
      ordinal: all.slice(0, index + 1).filter((name) => name === operation).length,
    }));
  }

  async function close(): Promise<void> {
    proxy.onCall(() => undefined);
    directory.faults.clear();
    restoreGroups();
    service.takePremature();
    await stack.consumption.pause();
    await empty(NewHireQueueUrl);
    await empty(DeadLetterQueueUrl);
    // The directory stays small, so that a search makes as many calls as in the recording.
    for (const { userId } of directory.users()) directory.removeUser(userId);
    await service.forgetRecords();
    await service.forgetScheduled();
  }

  async function empty(QueueUrl: string): Promise<void> {
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  }

  /** How often a message had to wait for time to pass, or for another message. */
  const waits = () =>
    service.logged('retry later').filter(({ cause }) => WAITS.includes(String(cause))).length;

  const expireClientTokens = () => clock.advance(11 * MINUTE_MS);

  const lane: TrialLane = {
    service,
    open,
    work,
    add,
    sweep,
    letDaysPass,
    endTrouble,
    redeliver,
    expireClientTokens,
    close,
    audit: () => auditor.audit(clock.now()),
    async stop() {
      await auditor.stop();
      await service.stop();
    },
    async callsOf(kind) {
      const recording = recordings.get(kind) ?? (await record(kind));
      recordings.set(kind, recording);
      return recording;
    },
    async finishBeside(bodies) {
      await service.expireLeases();
      await add(bodies);
      await expireVisibility(sqs, NewHireQueueUrl, 'last-first');
      let seen = waits();
      await until(
        async () => {
          if (waits() > seen) {
            seen = waits();
            await service.expireLeases();
            await expireVisibility(sqs, NewHireQueueUrl, 'last-first');
          }
          return service.messagesLeft();
        },
        (left) => left === 0,
      );
    },
    async comeBackFromDeadLetters(batch) {
      // What SQS does at the thousandth receive, or an operator with what HR sent once more.
      await empty(NewHireQueueUrl);
      await sendBodies(sqs, DeadLetterQueueUrl, batch.bodies.toReversed());
      await service.expireLeases();
      expireClientTokens();
      await redrive(service);
      await redeliver();
    },
  };
  return lane;
}

/** Only the first batch of an instance reads the token of a SCIM server. */
export function isOfANewInstance(operation: string): boolean {
  return operation === 'GetSecretValue';
}

/** The queue is polled before there is a batch. */
export function isOfTheBatch(operation: string): boolean {
  return operation !== 'ReceiveMessage';
}
