import type { AccountFields } from '../contracts/new-hire.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Target } from './ports.ts';

export interface SingleNameRules {
  readonly target: Pick<Target, 'requires'>;
  readonly policy: Pick<Policy, 'singleName'>;
}

/** The hire of a person with one name, with the other that the directory requires, as the operator decided it. */
export function withBothNames(
  fields: AccountFields,
  { target, policy: { singleName } }: SingleNameRules,
): AccountFields {
  const name = fields.firstName ?? fields.lastName;
  const missing = target.requires.find((field) => fields[field] === undefined);
  if (singleName === 'reject' || name === undefined || missing === undefined) return fields;
  return { ...fields, [missing]: singleName === 'repeat' ? name : '-' };
}
