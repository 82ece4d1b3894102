import type { HireMessage } from '../../src/operator/send/hire-message.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

/**
 * The last hire of the first day that comes with Joiner: one who starts in a week. No file can have that date.
 * @param line of the message, after those of the file
 */
export function startsLater(line: number, nowMs: number): HireMessage {
  const hire = {
    requestId: 'onboarding-2026-11-02-26',
    employeeId: 'E-20435',
    firstName: 'Noor',
    lastName: 'Haddad',
    emailAddress: 'noor.haddad@example.com',
    startDate: new Date(nowMs + WEEK_MS).toISOString().slice(0, 10),
  };
  return { line, body: JSON.stringify(hire) };
}
