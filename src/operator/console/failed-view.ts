import { createHash } from 'node:crypto';
import { type FailedGroup, groupsOf } from '../failed/failed-groups.ts';
import type { ListedMessage } from '../failed/failed-message.ts';

/** A group of failed messages, with a key that an address may have. */
export interface KeyedGroup extends FailedGroup {
  readonly key: string;
}

/** The groups of the messages that have the text in an id, an address or their reason. The largest comes first. */
export function viewOf(messages: readonly ListedMessage[], text: string): readonly KeyedGroup[] {
  const wanted = text.trim().toLowerCase();
  const shown = messages.filter((message) => textsOf(message).some((one) => one.includes(wanted)));
  return groupsOf(shown)
    .map((group) => ({ ...group, key: keyOf(group) }))
    .toSorted((one, other) => other.messages.length - one.messages.length);
}

function textsOf({
  id,
  reason,
  requestId,
  employeeId = '',
  address = '',
  source = '',
}: ListedMessage): string[] {
  const texts = [id, reason.code, reason.message, requestId, employeeId, address, source];
  return texts.map((one) => one.toLowerCase());
}

function keyOf({ code, rule, messages: [first] }: FailedGroup): string {
  const facts = JSON.stringify([code, rule, first?.origin, first?.source]);
  return createHash('sha256').update(facts).digest('hex').slice(0, 16);
}
