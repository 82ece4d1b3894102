import type { Digests } from './digests.ts';
import type { HireResult } from './hire-result.ts';
import type { FailedMessage, FailedMessages, StoredFailure, StoredMarks } from './message-ports.ts';
import type { Clock } from './ports.ts';
import type { ProcessedHire } from './processed-hire.ts';

export interface StoreFailedDeps {
  readonly clock: Clock;
  readonly digests: Digests;
  readonly failedMessages: FailedMessages;
  readonly storedMarks: StoredMarks;
  /** Ends the sending: later than the work, early enough to return. */
  readonly settleSignal: AbortSignal;
}

/**
 * Stores rejected messages in the rejected queue, deferred ones in the dead-letter queue; one that an
 * earlier delivery has stored, and only its event was not sent, is not stored again.
 * @returns those that did not reach their queue
 */
export async function storeFailed(
  hires: readonly ProcessedHire[],
  deps: StoreFailedDeps,
): Promise<ReadonlySet<ProcessedHire>> {
  const { failedMessages, settleSignal } = deps;
  const stored = await storedBefore(hires, deps);
  const toStore = hires.filter((hire) => !stored.has(hire));
  const toReject = toStore.flatMap((hire) => failedMessageOf(hire, 'rejected', deps));
  const toDefer = toStore.flatMap((hire) => failedMessageOf(hire, 'deferred', deps));
  const notStored = await Promise.all([
    toReject.length > 0 ? failedMessages.reject(toReject, settleSignal) : new Set<string>(),
    toDefer.length > 0 ? failedMessages.defer(toDefer, settleSignal) : new Set<string>(),
  ]);
  const ids = new Set(notStored.flatMap((some) => [...some]));
  return new Set(hires.filter(({ message }) => ids.has(message.messageId)));
}

/** Keeps in mind which failed messages are stored although their events were not sent. */
export async function markStored(
  hires: readonly ProcessedHire[],
  { storedMarks, clock, settleSignal }: StoreFailedDeps,
): Promise<void> {
  const marking = hires
    .flatMap(failureOf)
    .map((failure) => storedMarks.markStored(failure, clock.now(), settleSignal));
  await Promise.allSettled(marking);
}

/** Only a message that was received before can be stored: a first delivery reads nothing. */
async function storedBefore(
  hires: readonly ProcessedHire[],
  { storedMarks, settleSignal }: StoreFailedDeps,
): Promise<ReadonlySet<ProcessedHire>> {
  const stored = new Set<ProcessedHire>();
  const receivedBefore = hires.filter(({ message }) => message.receiveCount > 1);
  await Promise.all(
    receivedBefore.map(async (hire) => {
      for (const failure of failureOf(hire)) {
        // A mark that cannot be read costs one more copy and loses nothing.
        const wasStored = storedMarks.wasStored(failure, settleSignal);
        if (await wasStored.catch(() => false)) stored.add(hire);
      }
    }),
  );
  return stored;
}

function failureOf({ message, result }: ProcessedHire): readonly StoredFailure[] {
  if (result.kind !== 'rejected' && result.kind !== 'deferred') return [];
  return [{ messageId: message.messageId, reasonCode: result.reason.code }];
}

function failedMessageOf(
  { message, facts, result }: ProcessedHire,
  kind: Extract<HireResult['kind'], 'rejected' | 'deferred'>,
  { digests }: StoreFailedDeps,
): readonly FailedMessage[] {
  if (result.kind !== kind) return [];
  const {
    messageId,
    body,
    firstReceivedAtMs,
    releasedForMs,
    sentAtMs,
    askedAtMs = sentAtMs,
  } = message;
  const { reason } = result;
  const { requestId } = facts;
  const atMs = result.kind === 'rejected' ? result.atMs : firstReceivedAtMs;
  const at = new Date(atMs).toISOString();
  const sentAt = new Date(askedAtMs).toISOString();
  const stored = { kind, body, requestId, reasonCode: reason.code, at, sentAt };
  const mac = digests.failedMessageMacOf(stored);
  const times = { askedAtMs, ...(releasedForMs !== undefined && { releasedForMs }) };
  return [{ messageId, body, requestId, reason, atMs, mac, ...times }];
}
