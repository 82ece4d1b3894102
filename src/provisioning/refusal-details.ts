import type { AccountFields } from '../contracts/new-hire.ts';
import type { ProfileField } from '../contracts/profile-fields.ts';
import type { Reason } from '../contracts/reason.ts';
import { REASONS } from './reasons.ts';

export type NamedField = keyof AccountFields | 'employeeId' | ProfileField;

/** The parts of a directory's refusal that are safe to pass on: none of them is its own text. */
export interface RefusalDetails {
  /** HTTP status. */
  readonly status?: number | undefined;
  /** The protocol's name of the error: AWS's exception, or a `scimType` of RFC 7644. */
  readonly code?: string | undefined;
  /** The fields of the contract that the refusal names. */
  readonly fields: readonly NamedField[];
}

/** The reason of a hire that the directory refused. */
export function refusedByTarget(details: RefusalDetails | undefined): Reason {
  const { code, message } = REASONS.refusedByTarget;
  const { status, code: errorCode, fields = [] } = details ?? {};
  const said = [
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(errorCode === undefined ? [] : [errorCode]),
    ...(fields.length === 0 ? [] : [`about ${fields.join(', ')}`]),
  ];
  if (said.length === 0) return { code, message };
  return { code, message: `${message} It returned: ${said.join(', ')}.` };
}
