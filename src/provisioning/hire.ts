import type { AccountFields } from '../contracts/new-hire.ts';
import type { Profile } from '../contracts/profile-fields.ts';
import type { Digests } from './digests.ts';
import type { GroupReason } from './group-rules.ts';
import type { CreatingRecord } from './record.ts';

/** The request behind a hire, as every record and event identifies it. */
export interface Request {
  /** Identifies the request: the given request id, else the envelope's, else the body's pseudonym. */
  readonly requestKey: string;
  /** Correlation id for people. */
  readonly requestId: string;
  readonly employeeId?: string;
  /** Present where the directory keeps profiles. Personal data: no record and no event has it. */
  readonly profile?: Profile;
  /** Ids of the groups that the account gets, sorted; absent if none. */
  readonly groups?: readonly string[];
  /** Present with groups. Also kept where the account does not get them. */
  readonly groupReason?: GroupReason;
  /** SQS message id; only for correlation, as a redrive changes it. */
  readonly messageId: string;
  /** The principal that sent the message. */
  readonly senderId?: string;
  /** Envelope and its source, or `bare`. */
  readonly source?: string;
  /** Epoch milliseconds from which on it asks for the account: when it was sent, or replayed; the day of a copy. */
  readonly sentAtMs: number;
  /** Epoch milliseconds at which HR sent it; a copy of our own making says so. */
  readonly askedAtMs: number;
}

/** When an account is due that is not due at once. */
export interface Start {
  /** Epoch milliseconds. */
  readonly dueAtMs: number;
  /** The message, byte for byte. */
  readonly body: string;
  /** Pseudonym of `body`, which stays when the body goes. */
  readonly bodyDigest: string;
}

/** What stands for a requested account where personal data must not be. */
export interface AccountKeys {
  readonly personKey: string;
  readonly requestedDigest: string;
}

/** A hire that schema and policy accept, ready to be provisioned. */
export interface Hire extends Request, AccountKeys {
  readonly fields: AccountFields;
  /** Pseudonym of `employeeId`; absent without one. */
  readonly employeeKey?: string;
  /** Absent without a start date. */
  readonly start?: Start;
}

/** A hire with a start date. */
export type DatedHire = Hire & { readonly start: Start };

/** A hire, and the record that its claim returned. */
export interface Attempt {
  readonly hire: Hire;
  readonly record: CreatingRecord;
}

/** @param keys of these fields, where they are known: each takes as long as reading the message */
export function hireOf(
  request: Request,
  fields: AccountFields,
  digests: Digests,
  keys: AccountKeys = accountKeysOf(fields, digests),
): Hire {
  const { employeeId } = request;
  return {
    ...request,
    fields,
    ...keys,
    ...(employeeId !== undefined && { employeeKey: digests.employeeKeyOf(employeeId) }),
  };
}

export function accountKeysOf(fields: AccountFields, digests: Digests): AccountKeys {
  return {
    personKey: digests.personKeyOf(fields.emailAddress),
    requestedDigest: digests.digestOf(fields),
  };
}
