/**
 * A response that RFC 7644 does not foresee. The message never quotes the response: it may hold
 * personal data.
 */
export class UnexpectedScimResponseError extends Error {
  override readonly name = 'UnexpectedScimResponseError';
  readonly isSafeToLog = true;

  /** @param call without personal data: `POST /Users` */
  constructor(call: string, status: number, problem: string) {
    super(`The SCIM server returned HTTP ${status} for ${call}: ${problem}`);
  }
}
