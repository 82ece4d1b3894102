import type { Reason } from '../../contracts/reason.ts';
import type { Hire } from '../../provisioning/hire.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import type { HireMessage } from './hire-message.ts';

/** What a message of a file would come to if it were sent now. */
export type Prospect =
  | { readonly kind: 'new' }
  /**
   * The person has an account through Joiner. With a reason, an operator corrected the message that led to
   * it: this row as it is would be rejected.
   */
  | { readonly kind: 'done'; readonly userId: string; readonly reason?: Reason }
  /** Another message about the person is being processed, or is retried automatically. */
  | { readonly kind: 'under-way' }
  /** Another message about the person is in the dead-letter queue. */
  | { readonly kind: 'needs-operator'; readonly messageId: string; readonly reason: Reason }
  /** The account is not due yet: the message is stored until then. Epoch milliseconds. */
  | { readonly kind: 'waits'; readonly dueAtMs: number }
  /** The directory has an account that Joiner did not create; it would be taken over. */
  | { readonly kind: 'existing'; readonly userId: string }
  /** An earlier message of this file is about the same person. */
  | { readonly kind: 'repeated'; readonly row: number }
  | { readonly kind: 'rejected'; readonly reason: Reason };

export interface PlannedHire extends HireMessage {
  /** Its place among the hires of the file, counted from 1. */
  readonly row: number;
  /** As the message spells it; empty if there is none. */
  readonly address: string;
  /** Pseudonym of the body. */
  readonly bodyDigest: string;
  readonly prospect: Prospect;
  /** Ids of the groups that the account has by Joiner, or would get; absent where that is not known. */
  readonly groups?: readonly string[];
  /** Ids of the groups that the rules give the hire, sorted, whatever account it has; absent where they are not known. */
  readonly askedGroups?: readonly string[];
  /** Present if schema and policy accept the message. */
  readonly hire?: Hire;
  /** The person's record before anything was sent. */
  readonly record?: UserRecord;
}

/** The number of hires with each prospect. */
export function countProspects(hires: readonly PlannedHire[]): Record<Prospect['kind'], number> {
  const count = (kind: Prospect['kind']) =>
    hires.filter(({ prospect }) => prospect.kind === kind).length;
  return {
    new: count('new'),
    waits: count('waits'),
    existing: count('existing'),
    done: count('done'),
    'under-way': count('under-way'),
    'needs-operator': count('needs-operator'),
    repeated: count('repeated'),
    rejected: count('rejected'),
  };
}

/** The hire needs a person: its message would be rejected, or an earlier one waits for an operator. */
export function isProblem({ prospect }: PlannedHire): boolean {
  return prospect.kind === 'rejected' || prospect.kind === 'needs-operator';
}

/** The row would be rejected although the person has an account: its message was corrected. */
export function isCorrected({ prospect }: PlannedHire): boolean {
  return prospect.kind === 'done' && prospect.reason !== undefined;
}
