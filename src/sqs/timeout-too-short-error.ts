/** The function's timeout leaves no time for one call of the directory: no message could ever succeed. */
export class TimeoutTooShortError extends Error {
  readonly isSafeToLog = true;

  constructor(remainingMs: number, neededMs: number) {
    super(
      `The timeout of the function leaves no time for one call: ${remainingMs} ms remain at the start, and the last ${neededMs} ms are for storing and sending results. Set functions.provisionUser.timeout in serverless.yml to 60 seconds and deploy again.`,
    );
    this.name = 'TimeoutTooShortError';
  }
}
