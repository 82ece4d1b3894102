import type { UserRecord } from '../provisioning/record.ts';
import type { PointedEmployee } from './employee-pointer.ts';
import type { ListedMessage } from './failed/failed-message.ts';
import { findRecordsOfId } from './stack/find-records.ts';
import { type Stack, usersStoreOf } from './stack/stack.ts';
import { spellingOf, type Who } from './who.ts';

export interface FindOptions {
  readonly signal: AbortSignal;
  /** Called before a search by id reads the whole table, with what the id points to as an employee id. */
  readonly onScan?: ((pointed: PointedEmployee | undefined) => void) | undefined;
  /** Called with the number of records that a search by id has read so far. */
  readonly onProgress: (read: number) => void;
}

/** Reads the one record of an address or a key, or finds those with an id: by the pointer of an employee id, else by a scan. */
export async function recordsOf(
  stack: Stack,
  who: Who,
  options: FindOptions,
): Promise<readonly UserRecord[]> {
  if (who.personKey === undefined) return findRecordsOfId(stack, who, options);
  const record = await usersStoreOf(stack).read(who.personKey, options.signal);
  return record ? [record] : [];
}

/**
 * Says of a failed message whether it is about the person, or about one of these records. Also by an address that is not valid:
 * such a message has no person. An address is compared with addresses only, and an employee id with employee ids.
 */
export function aboutOf(
  { kind, text, personKey }: Who,
  records: readonly UserRecord[],
): (message: ListedMessage) => boolean {
  const known = new Set([personKey, ...records.map((record) => record.personKey)]);
  const spelling = spellingOf(text);
  return ({ address, ...message }) => {
    if (message.personKey !== undefined && known.has(message.personKey)) return true;
    const isAtAddress = address !== undefined && spellingOf(address) === spelling;
    switch (kind) {
      case 'key':
      case 'employee-key':
        return false;
      case 'address':
        return isAtAddress;
      case 'employee':
        return message.employeeId === text;
      case 'request':
        return message.requestId === text;
      case 'id':
        return isAtAddress || message.employeeId === text || message.requestId === text;
    }
  };
}
