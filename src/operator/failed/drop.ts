import type { DroppedEvent } from '../../contracts/completion-event.ts';
import { readMessage } from '../../contracts/message.ts';
import { type Drop, droppedEvent, type FailedMessageFacts } from '../../provisioning/events.ts';
import type { IntakeDigests } from '../../provisioning/intake-digests.ts';
import { areIdsClaimed } from '../../provisioning/refuse-hire.ts';
import { withBothNames } from '../../provisioning/single-name.ts';
import { isSameRequest } from '../../provisioning/states.ts';
import { recordChange } from '../changes/record-change.ts';
import { publishDropped } from '../stack/publish-dropped.ts';
import { type Stack, usersStoreOf } from '../stack/stack.ts';
import type { FailedMessage } from './failed-message.ts';
import type { FailedBatch } from './failed-queues.ts';

/** What the digests of a hire are made with. */
type Pseudonyms = 'digests' | 'singleNameRules';

/**
 * Discards a failed message: publishes the event first, and deletes the message once the event is sent.
 * @returns the event; `undefined`, and nothing is done, if the hire has an account by this very request:
 * a `dropped` event would contradict its `provisioned` event
 * @throws {LostHoldError} if another process may have the message, which may have replayed it
 * @throws {ChangeLogError} if the drop could not be logged; the message then stays in its queue
 * @throws {Error} if the event could not be sent; the message then stays in its queue
 */
export async function drop(
  stack: Stack,
  batch: Pick<FailedBatch, 'renew' | 'delete' | 'intakeDigests' | Pseudonyms>,
  message: FailedMessage,
  dropping: Drop,
): Promise<DroppedEvent | undefined> {
  const { digests, intakeDigests } = batch;
  await batch.renew(message);
  const isHire = message.origin === 'new-hires';
  if (isHire && (await hasAccount(stack, message, batch))) return undefined;
  const event = isHire
    ? droppedEvent(factsOf(message, batch), message.reason, dropping, digests)
    : droppedEvent(rawFactsOf(message, intakeDigests), message.reason, dropping, intakeDigests);
  const { id, requestId, body, personKey } = message;
  const change = {
    command: 'failed drop',
    messageId: id,
    requestId,
    before: body,
    why: dropping.why,
    ...(personKey !== undefined && { personKey }),
  };
  await recordChange(stack, change, async () => {
    await publishDropped(stack, event, `${id} is not dropped`);
    await batch.delete(message);
  });
  return event;
}

async function hasAccount(
  stack: Stack,
  { personKey, employeeId, body }: FailedMessage,
  { digests, singleNameRules }: Pick<FailedBatch, Pseudonyms>,
): Promise<boolean> {
  const { hire, correlation } = readMessage(body, digests.pseudonymOf);
  if (personKey === undefined || hire === undefined) return false;
  const record = await usersStoreOf(stack).read(personKey, new AbortController().signal);
  const asked = {
    requestKey: correlation.requestKey,
    requestedDigest: digests.digestOf(withBothNames(hire, singleNameRules)),
    ...(employeeId !== undefined && { employeeKey: digests.employeeKeyOf(employeeId) }),
  };
  return record?.state === 'PROVISIONED' && isSameRequest(record, asked);
}

/** As the intake has them in its own events: what a record says about request and person is in its body only. */
function rawFactsOf(
  { requestId, body }: FailedMessage,
  digests: IntakeDigests,
): FailedMessageFacts {
  const contentDigest = digests.intakeDigestOf(['event', body]);
  return { requestKey: requestId, requestId, contentDigest, isRefused: true };
}

function factsOf(
  { body, requestId, employeeId, personKey, queue, reason, isVerified }: FailedMessage,
  { digests, singleNameRules }: Pick<FailedBatch, Pseudonyms>,
): FailedMessageFacts {
  const { kind, hire, correlation } = readMessage(body, digests.pseudonymOf);
  return {
    requestKey: correlation.requestKey,
    requestId,
    ...(employeeId !== undefined && { employeeId }),
    ...(personKey !== undefined && { personKey }),
    contentDigest:
      hire === undefined
        ? correlation.bodyDigest
        : digests.digestOf(withBothNames(hire, singleNameRules)),
    isRefused:
      !isVerified || kind === 'refused' || (queue === 'rejected' && areIdsClaimed(reason.code)),
  };
}
