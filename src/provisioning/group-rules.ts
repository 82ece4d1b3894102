import type { AccountFields } from '../contracts/new-hire.ts';
import type { Profile, ProfileField } from '../contracts/profile-fields.ts';

/** What a message says of a hire, as the contract reads it. */
export interface HireContent {
  readonly hire: AccountFields;
  readonly profile?: Profile;
  readonly employeeId?: string;
  /** `YYYY-MM-DD`. */
  readonly startDate?: string;
}

/** Which groups an account gets on its first day. */
export interface GroupRules {
  /** What is read of a profile, because the rules compare it. */
  readonly fields: readonly ProfileField[];
  /** Ids of the groups that a hire gets, sorted, each once. */
  plan(content: HireContent): readonly string[];
  /** Whether an account that was there before gets them, too, if the directory notes the employee id of the hire for it. */
  readonly grantToExisting: boolean;
}
