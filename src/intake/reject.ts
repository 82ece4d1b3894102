import type { Reason } from '../contracts/reason.ts';
import type { StoredKind } from '../provisioning/digests.ts';
import { rejectedEvent } from '../provisioning/events.ts';
import type { IntakeDigests } from '../provisioning/intake-digests.ts';
import type { CompletionEvents, FailedMessages } from '../provisioning/message-ports.ts';
import type { Clock } from '../provisioning/ports.ts';
import { UnsentError } from './ports.ts';

/** What is set aside for an operator. */
export interface Rejection {
  /** Where an operator sends it back to: to the queue of records, or to that of the files. */
  readonly cameAs: Extract<StoredKind, 'rejected-record' | 'rejected-file'>;
  readonly source: string;
  /** Follows from source and body, and identifies it. */
  readonly requestId: string;
  readonly body: string;
  readonly reason: Reason;
}

export interface RejectDeps {
  readonly clock: Clock;
  readonly digests: IntakeDigests;
  readonly failedMessages: Pick<FailedMessages, 'reject'>;
  readonly completionEvents: CompletionEvents;
  readonly signal: AbortSignal;
}

/**
 * Stores originals in the rejected queue, and then publishes their events: no event announces a message that could
 * still be lost. Cut off in between, it is stored twice.
 * @param askedAtMs of the file or message, in epoch milliseconds
 * @throws UnsentError unless all of them are stored and announced
 */
export async function reject(
  rejections: readonly Rejection[],
  askedAtMs: number,
  { clock, digests, failedMessages, completionEvents, signal }: RejectDeps,
): Promise<void> {
  if (rejections.length === 0) return;
  const atMs = clock.now();
  const [at, sentAt] = [new Date(atMs).toISOString(), new Date(askedAtMs).toISOString()];
  const messages = rejections.map(({ cameAs, source, requestId, body, reason }, index) => {
    const stored = { kind: cameAs, body, requestId, reasonCode: reason.code, at, sentAt };
    const mac = digests.failedMessageMacOf({ ...stored, source });
    return { messageId: `${index}`, source, requestId, body, reason, mac, askedAtMs, atMs };
  });
  if ((await failedMessages.reject(messages, signal)).size > 0) throw new UnsentError();
  const events = rejections.map(({ requestId, body, reason }) => {
    const contentDigest = digests.intakeDigestOf(['event', body]);
    // The record's own words about request and person are in its body only.
    const facts = { requestKey: requestId, requestId, contentDigest, isRefused: true };
    return rejectedEvent(facts, reason, atMs, digests);
  });
  const byId = new Map(events.map((event) => [event.id, event]));
  if ((await completionEvents.publish([...byId.values()], signal)).size > 0)
    throw new UnsentError();
}
