import type { AccountFields } from '../contracts/new-hire.ts';
import { checkPolicy, type Policy } from '../contracts/policy.ts';
import type { Reason } from '../contracts/reason.ts';
import { checkTarget } from './check-target.ts';
import type { Target } from './ports.ts';

/** What bounds the hires that are served: the directory's means and the operator's policy. */
export interface HireBounds {
  readonly target: Pick<Target, 'supports' | 'requires'>;
  readonly policy: Policy;
}

/** Why a hire that is well-formed is refused all the same; undefined if it is not. */
export function checkHire(fields: AccountFields, bounds: HireBounds): Reason | undefined {
  return checkTarget(fields, bounds.target) ?? checkPolicy(fields, bounds.policy);
}
