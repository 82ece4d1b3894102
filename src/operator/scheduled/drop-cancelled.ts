import { removeCancelledBody } from '../../aws/cancel-scheduled.ts';
import type { DroppedEvent } from '../../contracts/completion-event.ts';
import { readMessage } from '../../contracts/message.ts';
import { type Drop, droppedEvent } from '../../provisioning/events.ts';
import { REASONS } from '../../provisioning/reasons.ts';
import { publishDropped } from '../stack/publish-dropped.ts';
import { readDigests, type Stack, scheduledTableOf } from '../stack/stack.ts';
import type { StoredHire } from '../stack/stored-hire.ts';
import type { AfterCancel } from './after-cancel.ts';

interface CancelledHire {
  /** With its body until its end is reported. A hire that was released has none: the copy that was sent reports its end. */
  readonly cancelled: StoredHire;
  readonly after: AfterCancel;
  readonly dropping: Drop;
  readonly signal: AbortSignal;
}

/**
 * Publishes that the request of a cancelled hire has ended, and then removes its message. Not while an attempt is
 * open: a `provisioned` event could follow, which this one would contradict.
 */
export async function dropCancelled(
  stack: Stack,
  { cancelled, after, dropping, signal }: CancelledHire,
): Promise<DroppedEvent | undefined> {
  const { body } = cancelled;
  if (body === undefined || after.kind === 'being-created') return undefined;
  const isReported = after.kind === 'has-account' && after.isOfThisRequest;
  const event = isReported ? undefined : await eventOf(stack, { ...cancelled, body }, dropping);
  if (event)
    await publishDropped(stack, event, 'the hire is cancelled, but no consumer knows it yet');
  await removeCancelledBody(scheduledTableOf(stack), cancelled, signal);
  return event;
}

async function eventOf(
  stack: Stack,
  { requestKey, requestId, personKey, body, bodyDigest }: StoredHire & { readonly body: string },
  dropping: Drop,
): Promise<DroppedEvent> {
  const digests = await readDigests(stack);
  const { employeeId } = readMessage(body, digests.pseudonymOf);
  const facts = {
    requestKey,
    requestId,
    personKey,
    ...(employeeId !== undefined && { employeeId }),
    contentDigest: bodyDigest,
    isRefused: false,
  };
  return droppedEvent(facts, REASONS.startCancelled, dropping, digests);
}
