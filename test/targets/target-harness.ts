import type { LocalGroups } from '../../local/directories/groups.ts';
import type { AccountFields } from '../../src/contracts/new-hire.ts';
import type { Target } from '../../src/provisioning/ports.ts';
import type { TargetFaults } from './target-faults.ts';

/** A target in front of its server, with faults in between, as the suite needs them. */
export interface TargetHarness {
  readonly target: Target;
  readonly faults: TargetFaults;
  /** The addresses of all accounts, as the server spells them. */
  addresses(): Promise<readonly string[]>;
  /**
   * Adds another person's account, past the target, and returns its user id.
   * @param noted the owner that the directory records, where it records one
   */
  add(fields: AccountFields, noted?: string): Promise<string>;
  remove(userId: string): Promise<void>;
  /** Of the server. Absent where it keeps no memberships as the directory does. */
  readonly groups?: LocalGroups;
  stop(): Promise<void>;
}
