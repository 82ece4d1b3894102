import type { AwsDouble } from './aws-double/server.ts';

/** An account as any directory has it; times are epoch milliseconds. */
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

/** An account to start with; what a directory does not know of it, it leaves out. */
export type LocalAccountSeed = Partial<LocalAccount> & Pick<LocalAccount, 'emailAddress'>;

/** A double of a directory, as the local stack and the journeys use any of them. */
export interface LocalDirectory extends AwsDouble<string> {
  users(): readonly LocalAccount[];
  addUser(seed: LocalAccountSeed): LocalAccount;
  removeUser(userId: string): void;
}
