import type { UsersTable } from '../aws/read-item.ts';
import type { Digests } from '../provisioning/digests.ts';
import type { CallFailure, Clock, Target } from '../provisioning/ports.ts';
import { LONGEST_CALL_MS } from '../provisioning/search-directory.ts';
import type { DirectoryReader } from '../targets/directory-reader.ts';

/** What an audit reads. Its functions neither print nor wait: a command and a function of its own can drive them. */
export interface AuditDeps {
  readonly table: UsersTable;
  readonly target: Pick<Target, 'id' | 'get' | 'readLagMs' | 'tokenLifeMs'>;
  readonly reader: DirectoryReader;
  readonly digests: Pick<Digests, 'personKeyOf' | 'employeeKeyOf'>;
  readonly clock: Clock;
  /** The groups that the deployed rules name: no other is looked at. */
  readonly ruleGroups: readonly string[];
}

/** What one step of an audit came to. */
export type AuditStep =
  /** Of which service a page was read, or an account looked at. */
  | { readonly kind: 'advanced'; readonly read: 'table' | 'directory' }
  /** The second look is not due: epoch milliseconds. */
  | { readonly kind: 'waiting'; readonly untilMs: number }
  | { readonly kind: 'done' }
  /** A call of the directory failed. The same step may be tried again. */
  | { readonly kind: 'failed'; readonly failure: CallFailure };

export const ADVANCED_IN_DIRECTORY: AuditStep = { kind: 'advanced', read: 'directory' };

/** How long a call of ours may be under way, and the directory's reads may lag behind it. */
export function settleMsOf({ target }: Pick<AuditDeps, 'target'>): number {
  return LONGEST_CALL_MS + Math.max(target.readLagMs, target.tokenLifeMs);
}
