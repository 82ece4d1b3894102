import type { AccountFields } from '../contracts/new-hire.ts';
import { checkPolicy, type Policy } from '../contracts/policy.ts';
import type { Reason } from '../contracts/reason.ts';
import { checkTarget } from './check-target.ts';
import type { Target } from './ports.ts';
import { withBothNames } from './single-name.ts';

/** The limits on hires: what the directory supports, requires and limits, and what the policy allows. */
export interface HireBounds {
  readonly target: Pick<Target, 'supports' | 'requires' | 'limits'>;
  readonly policy: Policy;
}

/** Returns why a well-formed hire is refused, or undefined if it is accepted. */
export function checkHire(fields: AccountFields, bounds: HireBounds): Reason | undefined {
  return (
    checkTarget(withBothNames(fields, bounds), bounds.target) ?? checkPolicy(fields, bounds.policy)
  );
}
