import { createDueHires } from '../../aws/due-hires.ts';
import { sendToNewHires } from '../stack/send-to-new-hires.ts';
import { type Stack, scheduledTableOf } from '../stack/stack.ts';
import type { StoredHire } from '../stack/stored-hire.ts';

/** A hire whose day has come, and which waits. */
export type ReleasableHire = StoredHire & { readonly body: string };

/**
 * Sends a hire that is due, as the sweep would have, and then marks it. In this order: cut off in between, it is sent
 * twice, which the engine takes as one.
 */
export async function releaseHire(
  stack: Stack,
  { key, body, dueAtMs, askedAtMs, version }: ReleasableHire,
  signal: AbortSignal,
): Promise<void> {
  await sendToNewHires(stack, { body, askedAtMs, releasedForMs: dueAtMs });
  const dueHires = createDueHires(scheduledTableOf(stack));
  await dueHires.markReleased({ key, body, dueAtMs, askedAtMs, version }, signal);
}
