import { readMessage } from '../contracts/message.ts';
import { type DeferralRules, deferIfDue } from './defer-if-due.ts';
import { createDigests } from './digests.ts';
import { retry } from './hire-result.ts';
import type { Message } from './message.ts';
import type { ProcessedHire } from './processed-hire.ts';
import { type SettleDeps, settle } from './settle.ts';

/**
 * Retries a batch whose people cannot be named, as the key of the pseudonyms cannot be used. Only the limits of
 * the queue defer a message: its event id and its MAC are then made without the secret, so that an operator must
 * look at the message before a command acts on it.
 */
export async function waitForKey(
  messages: readonly Message[],
  error: unknown,
  deps: DeferralRules & Omit<SettleDeps, 'digests'>,
): Promise<readonly ProcessedHire[]> {
  const waiting = retry('key-unavailable', { kind: 'backoff' }, error);
  const processed = messages.map(async (message) => {
    // Without the secret, any other stand-in for a body would confirm a guess.
    const { messageId } = message;
    const { requestKey, requestId } = readMessage(message.body, () => messageId).correlation;
    return {
      message,
      facts: { requestKey, requestId, contentDigest: messageId, isRefused: false },
      result: await deferIfDue(waiting, { message }, undefined, deps),
    };
  });
  const digests = createDigests(new Uint8Array(32), '');
  return settle(await Promise.all(processed), { ...deps, digests });
}
