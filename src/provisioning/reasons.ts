import type { Reason } from '../contracts/reason.ts';

/** Reasons that the engine itself gives; those of schema and policy come with the message. */
export const REASONS = {
  refusedByTarget: {
    code: 'refused-by-target',
    message:
      'The directory refused the fields of this hire. Check them against its rules and send the hire again.',
  },
  existingUserOutsidePolicy: {
    code: 'existing-user-outside-policy',
    message:
      'The address has an account with more rights than this hire asks for or the policy allows (type, apiAccess, apiAccessPrincipalArn, domain or a bounded attribute). Reduce the account or widen the policy, then send the hire again.',
  },
  accountDisabled: {
    code: 'account-disabled',
    message:
      'The address has an account that is disabled. Enable it or give the hire another address, then send the hire again.',
  },
  ambiguousExistingUsers: {
    code: 'ambiguous-existing-users',
    message:
      'Several accounts match emailAddress, and none or more than one exactly. Keep one of them, then send the hire again.',
  },
  accountGone: {
    code: 'account-gone',
    message:
      'The account of this person was deleted in the directory, after this hire was sent. To have it made again, send the hire again.',
  },
  employeeAtAnotherAddress: {
    code: 'employee-at-another-address',
    message:
      'employeeId has, or may have, an account at another address. Find out which address is right; an operator can give the employeeId to it. Then send the hire again.',
  },
  addressBelongsToAnother: {
    code: 'address-belongs-to-another',
    message:
      'emailAddress, or the user name that the directory has for it, belongs to another person: one with another employeeId, or at another address. Give the hire another address, or find out whose account it is.',
  },
  startTooFarAhead: {
    code: 'start-too-far-ahead',
    message:
      'startDate is more than 400 days ahead. Correct it, or send the hire again when the day is nearer.',
  },
  tooLongToWait: {
    code: 'too-long-to-wait',
    message:
      'The message of a hire that waits for its startDate must be at most 250 KB long. Send only the fields of the contract.',
  },
  startCancelled: {
    code: 'start-cancelled',
    message:
      'An operator cancelled the hire before its day. To have the account made after all, send the hire again.',
  },
} as const satisfies Record<string, Reason>;

export const REFUSED_AFTER_ATTEMPT = 'refused-after-attempt';

/** A refusal by schema or policy after an earlier attempt that may have created the account. */
export function refusedAfterAttempt(refusal: Reason): Reason {
  return {
    code: REFUSED_AFTER_ATTEMPT,
    message: `An earlier attempt for this person may have created the account: look for it first. Refused now because: ${refusal.message}`,
  };
}
