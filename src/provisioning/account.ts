/** What a hire asks of the directory: the CreateUser input without its client token. */
export interface AccountFields {
  /** Lower-case; the identity of the person in the directory. */
  readonly emailAddress: string;
  readonly type: 'APP_USER' | 'SUPER_USER';
  readonly firstName?: string;
  readonly lastName?: string;
  readonly apiAccess: 'ENABLED' | 'DISABLED';
  readonly apiAccessPrincipalArn?: string;
}

/** An account as the directory shows it. `emailAddress` is spelled as the directory spells it. */
export interface DirectoryUser extends AccountFields {
  readonly userId: string;
  readonly status: 'CREATING' | 'ENABLED' | 'DISABLED';
  /** Epoch milliseconds; absent where the directory does not tell. */
  readonly createTimeMs?: number;
  /** The directory's own note of whose account this is, where it keeps one. */
  readonly employeeId?: string;
}
