import { type Stack, usersStoreOf } from '../stack/stack.ts';
import type { FailedMessage } from './failed-message.ts';
import { type Looking, listFailedMessages } from './failed-queues.ts';

export interface FailedWithRecord {
  readonly message: FailedMessage;
  /** Of the person's record; absent where there is none. */
  readonly attempts?: number;
}

/** An id that means no failed message, or several. */
class FailedMessageIdError extends Error {
  override readonly name = 'FailedMessageIdError';
}

/**
 * One failed message by its id, or by what the id begins with.
 * @throws FailedMessageIdError
 */
export async function findFailedMessage(
  stack: Stack,
  id: string,
  looking: Looking,
): Promise<FailedWithRecord> {
  const { messages, inFlightElsewhere } = await listFailedMessages(stack, { id }, looking);
  const message = theOnly(messages, id, inFlightElsewhere);
  if (message.personKey === undefined) return { message };
  const record = await usersStoreOf(stack).read(message.personKey, looking.signal);
  return { message, ...(record && { attempts: record.attempts }) };
}

/** @throws FailedMessageIdError */
export function theOnly(
  messages: readonly FailedMessage[],
  id: string,
  inFlightElsewhere: number,
): FailedMessage {
  const [first, second] = messages;
  if (first !== undefined && second === undefined) return first;
  if (second !== undefined)
    throw new FailedMessageIdError(
      `${messages.length} failed messages have an id that begins with ${id}: give more of it.`,
    );
  const hint =
    inFlightElsewhere > 0 ? ' Somebody else is looking at some right now: try again.' : '';
  throw new FailedMessageIdError(
    `No failed message has the id ${id}; a replayed one gets another when it fails again. \`joiner failed list\` has those there are.${hint}`,
  );
}
