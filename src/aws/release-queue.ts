import type { DueHire } from '../provisioning/release-due-hires.ts';
import { copyAttributesOf } from './copy-attributes.ts';
import { type OutgoingMessage, type OutgoingQueue, sendMessages } from './send-messages.ts';

/**
 * The new-hire queue, as the sweep uses it. Each copy is the message byte for byte, with the time at which HR sent it
 * and the time at which it was due.
 */
export function createReleaseQueue(queue: OutgoingQueue) {
  return (hires: readonly DueHire[], signal: AbortSignal): Promise<ReadonlySet<string>> =>
    sendMessages(queue, hires.map(copyOf), signal);
}

function copyOf({ key, body, askedAtMs, dueAtMs }: DueHire): OutgoingMessage {
  return { key, body, attributes: copyAttributesOf({ askedAtMs, releasedForMs: dueAtMs }) };
}
