/** The server answered what RFC 7644 does not foresee. Says what, never the answer's own words. */
export class UnexpectedScimResponseError extends Error {
  override readonly name = 'UnexpectedScimResponseError';
  readonly isSafeToLog = true;

  /** @param call without personal data: `POST /Users` */
  constructor(call: string, status: number, what: string) {
    super(`The SCIM server answered ${call} with HTTP ${status}: ${what}`);
  }
}
