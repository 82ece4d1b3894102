import { type Stack, usersStoreOf } from '../stack/stack.ts';
import type { FailedMessage } from './failed-message.ts';
import { type FailedList, listFailedMessages, type ReadOptions } from './failed-queues.ts';

export interface FailedWithRecord extends Pick<FailedList, 'inFlightElsewhere'> {
  readonly message: FailedMessage;
  /** From the person's record; absent if there is none. */
  readonly attempts?: number;
}

/** An id of no failed message, or of several. */
class FailedMessageIdError extends Error {
  override readonly name = 'FailedMessageIdError';
}

/**
 * Finds one failed message by its id, or by the first characters of the id.
 * @throws {FailedMessageIdError}
 */
export async function findFailedMessage(
  stack: Stack,
  id: string,
  options: ReadOptions,
): Promise<FailedWithRecord> {
  const { messages, inFlightElsewhere } = await listFailedMessages(stack, { id }, options);
  const message = soleMessage(messages, id, inFlightElsewhere);
  if (message.personKey === undefined) return { message, inFlightElsewhere };
  const record = await usersStoreOf(stack).read(message.personKey, options.signal);
  return { message, inFlightElsewhere, ...(record && { attempts: record.attempts }) };
}

/** @throws {FailedMessageIdError} unless there is exactly one */
export function soleMessage(
  messages: readonly FailedMessage[],
  id: string,
  inFlightElsewhere: number,
): FailedMessage {
  const [first, second] = messages;
  if (first !== undefined && second === undefined) return first;
  if (second !== undefined)
    throw new FailedMessageIdError(
      `${messages.length} failed messages have an id that begins with ${id}: give more characters.`,
    );
  const hint =
    inFlightElsewhere > 0
      ? ` About ${inFlightElsewhere} in flight elsewhere may include it: try again later.`
      : '';
  throw new FailedMessageIdError(
    `No failed message has the id ${id}. A replayed message gets a new id when it fails again: see \`joiner failed list\`.${hint}`,
  );
}
