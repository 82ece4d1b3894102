import type { CallFailure } from '../provisioning/ports.ts';

const USER_ID_PATTERN = /^[^\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]{1,256}$/u;

/**
 * Whether an id can name an account: 1 to 256 printable characters, but not the steps of a path, as ids become
 * part of URLs, records, events and logs.
 */
export function isUserId(text: string | undefined): text is string {
  return text !== undefined && USER_ID_PATTERN.test(text) && text !== '.' && text !== '..';
}

/** The message does not quote the id: it may hold anything. */
class UnusableUserIdError extends Error {
  override readonly name = 'UnusableUserIdError';
  readonly isSafeToLog = true;

  constructor() {
    super(
      'The directory returned a user id that is not the requested one, or not 1 to 256 printable characters: report it to the operator of the directory',
    );
  }
}

/**
 * The failure of a call whose response has an id that Joiner cannot use. A creation may have happened: like one
 * whose response was lost, it is resolved by a later attempt.
 */
export function unusableUserId(): CallFailure & { readonly error: Error } {
  return { cause: 'unexpected-error', error: new UnusableUserIdError() };
}
