import type { HireContent } from '../contracts/message.ts';
import type { ProfileField } from '../contracts/profile-fields.ts';

/** Why an account gets its groups, or none. */
export interface GroupReason {
  /** SHA-256, hex, of the rules by which its groups were planned. */
  readonly rulesVersion: string;
  /** The numbers of the rules that applied to the hire; absent if none did. Stored for people, never compared. */
  readonly appliedRules?: ReadonlySet<number>;
}

export interface GroupPlan {
  /** Ids of the groups that a hire gets, sorted, each once. */
  readonly groups: readonly string[];
  /** The numbers of the rules that apply to the hire. */
  readonly appliedRules: ReadonlySet<number>;
}

/** Which groups an account gets on its first day. */
export interface GroupRules {
  /** SHA-256, hex. */
  readonly version: string;
  /** What is read of a profile, because the rules compare it. */
  readonly fields: readonly ProfileField[];
  plan(content: HireContent): GroupPlan;
  /** Ids of all groups that the rules name: no account is added to another one. */
  readonly groups: ReadonlySet<string>;
  /** Whether an account that was there before gets them, too, if the directory notes the employee id of the hire for it. */
  readonly grantToExisting: boolean;
}
