import { type Stack, usersStoreOf } from '../stack/stack.ts';
import type { ListedMessage } from './failed-message.ts';
import { type FailedList, type ReadOptions, withFailedMessages } from './failed-queues.ts';

export interface FailedWithRecord extends Pick<FailedList, 'inFlightElsewhere'> {
  readonly message: ListedMessage;
  readonly body: string;
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
  const found = await withFailedMessages(stack, { id }, options, async (batch) => {
    const message = soleMessage(batch.messages, id, batch.inFlightElsewhere);
    return { message, body: message.body, inFlightElsewhere: batch.inFlightElsewhere };
  });
  const { message } = found;
  if (message.personKey === undefined) return found;
  const record = await usersStoreOf(stack).read(message.personKey, options.signal);
  return { ...found, ...(record && { attempts: record.attempts }) };
}

/** @throws {FailedMessageIdError} unless there is exactly one */
export function soleMessage<Message extends ListedMessage>(
  messages: readonly Message[],
  id: string,
  inFlightElsewhere: number,
): Message {
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
