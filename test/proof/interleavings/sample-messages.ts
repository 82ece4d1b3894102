import type { Policy } from '../../../src/contracts/policy.ts';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';
import type { QueuedMessage } from './queued-message.ts';
import { type Simulation, WIDE_POLICY } from './simulation.ts';

export const NARROW_POLICY: Policy = { ...WIDE_POLICY, allowedUserTypes: ['APP_USER'] };

export const ada = { emailAddress: 'ada@example.com', firstName: 'Ada', requestId: 'request-1' };
export const account = {
  emailAddress: ada.emailAddress,
  firstName: 'Ada',
  type: 'APP_USER',
  apiAccess: 'DISABLED',
} as const;

export function message(messageId: string, content: object = {}): QueuedMessage {
  return { messageId, body: JSON.stringify({ ...ada, ...content }), policy: WIDE_POLICY };
}

export function outsidePolicy(one: QueuedMessage): QueuedMessage {
  return { ...one, policy: NARROW_POLICY };
}

export const first = message('m-1');
/** A field that the contract ignores makes no other request. */
export const sameRequest = message('m-2', { note: 'sent again' });
export const otherRequest = message('m-2', { requestId: 'request-2' });
export const otherContent = message('m-2', { requestId: 'request-2', firstName: 'Augusta' });
export const onceMore = message('m-9', { requestId: 'request-9' });

export function ofEmployee(
  messageId: string,
  employeeId: string,
  content: object = {},
): QueuedMessage {
  return message(messageId, { requestId: `request-of-${messageId}`, employeeId, ...content });
}

/** Another address for the same employee: HR corrects a mistyped one, or someone marries. */
export const elsewhere = { emailAddress: 'ada.byron@example.com' };
export const e1 = ofEmployee('m-1', 'e-1');
export const e1Elsewhere = ofEmployee('m-2', 'e-1', elsewhere);

export const HOUR_MS = 3_600_000;
export const yesterday = { startDate: '2026-03-01' };
export const today = { startDate: '2026-03-02' };
export const tomorrow = { startDate: '2026-03-03' };
export const later = { startDate: '2026-04-01' };

/** Reads that do not show an account until just before the target says that they do. */
export const LAGGING = { readLagMs: 600_000, lagMs: 599_999 };

/** As a SCIM server that shows no `meta.created`. */
export function withoutDate({ createTimeMs: _, ...user }: DirectoryUser): DirectoryUser {
  return user;
}

export function addBefore(known: object, { directory, clock }: Simulation): void {
  directory.add(account, 'ENABLED', known);
  clock.advance(3_600_000);
}

/** What the rules of groups compare. */
export const sales = { department: 'sales' };
export const support = { department: 'support' };
export const office = { department: 'office' };
