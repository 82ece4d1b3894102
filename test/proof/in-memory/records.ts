import { type Item, userRecordOf } from '../../../src/aws/user-item.ts';
import { isPersonKey } from '../../../src/provisioning/digests.ts';
import type { UserRecord } from '../../../src/provisioning/record.ts';
import type { MemoryTable } from './memory-table.ts';

/** The records of the table, read without a call. The same item gives the same record. */
export interface Records {
  of(personKey: string): UserRecord | undefined;
  /** Those of people; pointers of employee ids are not among them. */
  all(): readonly UserRecord[];
}

export function createRecords(table: MemoryTable): Records {
  const known = new WeakMap<Item, UserRecord>();
  const recordOf = (item: Item): UserRecord => {
    const record = known.get(item) ?? userRecordOf(item);
    known.set(item, record);
    return record;
  };
  return {
    of(personKey) {
      const item = table.items.get(personKey);
      return item && recordOf(item);
    },
    all: () =>
      [...table.items].filter(([key]) => isPersonKey(key)).map(([, item]) => recordOf(item)),
  };
}
