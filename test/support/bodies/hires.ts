/** A hire as HR sends it, with the changes of a test. */
export function hire(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    emailAddress: 'ada.lovelace@example.com',
    firstName: 'Ada',
    lastName: 'Lovelace',
    requestId: 'request-1',
    ...changes,
  };
}

export const ADA = 'ada.lovelace@example.com';
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
