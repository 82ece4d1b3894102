import type { AccountFields } from '../contracts/new-hire.ts';
import { checkPolicy, type Policy } from '../contracts/policy.ts';
import type { Profile } from '../contracts/profile-fields.ts';
import type { Reason } from '../contracts/reason.ts';
import { checkTarget } from './check-target.ts';
import type { Target } from './ports.ts';
import { withBothNames } from './single-name.ts';

/** The limits on hires: what the directory supports, requires and limits, and what the policy allows. */
export interface HireBounds {
  readonly target: Pick<Target, 'supports' | 'requires' | 'limits' | 'profile'>;
  readonly policy: Policy;
}

/** Returns why a well-formed hire is refused, or undefined if it is accepted. */
export function checkHire(
  { hire, profile = {} }: { readonly hire: AccountFields; readonly profile?: Profile },
  bounds: HireBounds,
): Reason | undefined {
  return (
    checkTarget(withBothNames(hire, bounds), bounds.target) ??
    checkPolicy(hire, bounds.policy) ??
    bounds.target.profile?.check(profile)
  );
}
