import { type Digests, isPersonKey } from '../provisioning/digests.ts';
import type { UserRecord } from '../provisioning/record.ts';
import type { FailedMessage } from './failed/failed-message.ts';
import { findRecordsOfId } from './stack/find-records.ts';
import { type Stack, usersStoreOf } from './stack/stack.ts';

export interface FindOptions {
  readonly signal: AbortSignal;
  /** Called with the number of records that a search by id has read so far. */
  readonly onProgress: (read: number) => void;
}

/** What an operator gives to name a person: an address, a person key, an employee id or a request id. */
export interface Who {
  readonly text: string;
  /** Of an address, or as it was given; absent for an id. */
  readonly personKey?: string;
}

export function whoIs(text: string, digests: Digests): Who {
  if (text.includes('@')) return { text, personKey: digests.personKeyOf(spelling(text)) };
  return isPersonKey(text) ? { text, personKey: text } : { text };
}

/** Reads the one record of an address or a key, or finds those with an id: by the pointer of an employee id, else by a scan. */
export async function recordsOf(
  stack: Stack,
  { text, personKey }: Who,
  digests: Digests,
  options: FindOptions,
): Promise<readonly UserRecord[]> {
  if (personKey === undefined) return findRecordsOfId(stack, digests, text, options);
  const record = await usersStoreOf(stack).read(personKey, options.signal);
  return record ? [record] : [];
}

/**
 * Whether a failed message is about the person, or about one of these records. Also by an address that is
 * not valid: such a message has no person.
 */
export function isAbout(
  message: FailedMessage,
  { text, personKey }: Who,
  records: readonly UserRecord[],
): boolean {
  const known = new Set([personKey, ...records.map((record) => record.personKey)]);
  return (
    (message.personKey !== undefined && known.has(message.personKey)) ||
    (message.address !== undefined && spelling(message.address) === spelling(text)) ||
    message.employeeId === text ||
    message.requestId === text
  );
}

/** Addresses are compared without regard to letter case, valid or not. */
function spelling(address: string): string {
  return address.trim().toLowerCase();
}
