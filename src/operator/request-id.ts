import type { ListedMessage } from './failed/failed-message.ts';
import { type FindOptions, recordsOf } from './find-person.ts';
import { findScheduled } from './stack/find-scheduled.ts';
import { readDigests, type Stack } from './stack/stack.ts';
import { isPlainWord, type Name, whoIs } from './who.ts';

/** Whether what waits, or once did, has this word as its request id. It reads the whole table. */
export async function isScheduledRequest(
  stack: Stack,
  name: Name,
  signal: AbortSignal,
): Promise<boolean> {
  if (!isPlainWord(name)) return false;
  const who = whoIs({ as: 'request', text: name.text }, await readDigests(stack));
  return (await findScheduled(stack, who, signal)).length > 0;
}

/** Whether anything that is stored has this word as its request id. It reads whole tables. */
export async function isRequest(
  stack: Stack,
  name: Name,
  messages: readonly ListedMessage[],
  options: FindOptions,
): Promise<boolean> {
  if (!isPlainWord(name)) return false;
  const { text } = name;
  if (messages.some(({ requestId }) => requestId === text)) return true;
  const who = whoIs({ as: 'request', text }, await readDigests(stack));
  const records = await recordsOf(stack, who, options);
  return records.length > 0 || isScheduledRequest(stack, name, options.signal);
}
