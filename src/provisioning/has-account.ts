import type { AccountRecord, UserRecord } from './record.ts';

/** Whether the record names an account, whether that is in all its groups or not yet. */
export function hasAccount(record: UserRecord | undefined): record is AccountRecord {
  return record?.state === 'GRANTING' || record?.state === 'PROVISIONED';
}
