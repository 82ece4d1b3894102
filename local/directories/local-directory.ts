import type { AwsDouble } from './aws-double/server.ts';
import type { LocalGroups } from './groups.ts';

/** An account in the form that all local directories share. Times are epoch milliseconds. */
export interface LocalAccount {
  readonly userId: string;
  readonly emailAddress: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly type?: 'APP_USER' | 'SUPER_USER';
  readonly apiAccess?: 'ENABLED' | 'DISABLED';
  readonly status: 'CREATING' | 'ENABLED' | 'DISABLED';
  readonly createTime: number;
}

/** An account to add. A directory ignores fields that it does not support. */
export type LocalAccountSeed = LocalAccountChanges & Pick<LocalAccount, 'emailAddress'>;

/** What an administrator may change of an account. The employee id is the directory's note of the owner. */
export type LocalAccountChanges = Partial<LocalAccount> & { readonly employeeId?: string };

/** The interface of every directory double to the local stack and the tests. */
export interface LocalDirectory extends AwsDouble<string>, LocalGroups {
  users(): readonly LocalAccount[];
  addUser(seed: LocalAccountSeed): LocalAccount;
  updateUser(userId: string, changes: LocalAccountChanges): void;
  removeUser(userId: string): void;
}
