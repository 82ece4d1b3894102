import type { UserSeed } from '../../../local/directories/finspace/users.ts';

/** A batch of messages, and what must become of them. */
export interface HireBatch {
  /** The beginning of every request id of the batch, of every address and of every employee id. */
  readonly id: string;
  readonly bodies: readonly string[];
  /** Who must have one account each in the end: at one of these addresses, in lower case. */
  readonly people: readonly Person[];
  /** Bodies that must be kept as rejected, whichever address gets the account. */
  readonly rejected: readonly string[];
  /** The accounts that are in the directory before. */
  readonly existing: readonly UserSeed[];
  readonly outcomes: readonly string[];
  /** Codes of the reasons for which a message may be rejected. */
  readonly reasons: readonly string[];
  /** Bodies whose hires wait for their day, and must have no account. */
  readonly waiting: readonly string[];
}

/** Addresses: one, or several where HR gives one employee more than one. */
export type Person = readonly [string, ...string[]];

/** What hires have to whom the sample rules of every directory give three groups, and one. */
export const IN_THREE_GROUPS = { department: 'Quantitative Research', userType: 'Employee' };
export const IN_ONE_GROUP = { department: 'Fund Operations' };

export const REFUSED_BY_DIRECTORY = 'refused-by-target';
export const AT_ANOTHER_ADDRESS = 'employee-at-another-address';

/** A message of the batch. Its request has a number, and so has its employee, if any. */
export function bodyOf(id: string, number: number, changes: Record<string, unknown>): string {
  return JSON.stringify({
    firstName: 'Ada',
    lastName: 'Lovelace',
    requestId: `${id}/${number}`,
    ...changes,
  });
}

export function employeeIdOf(id: string, number: number): string {
  return `${id}-E-${number}`;
}

export function addressOf(id: string, name: string): string {
  return `${id}.${name}@example.com`;
}

/** A batch whose people must each have an account that it created, but for what `changes` says. */
export function batchOf(
  id: string,
  bodies: readonly string[],
  changes: Partial<HireBatch> = {},
): HireBatch {
  const addresses = new Set(bodies.map(addressIn));
  return {
    id,
    bodies,
    people: [...addresses].map((address): Person => [address]),
    rejected: [],
    existing: [],
    outcomes: ['created', 'recovered', 'duplicate'],
    reasons: [],
    waiting: [],
    ...changes,
  };
}

/** The batch, and the same hires in other letter case, each by a request of its own. */
export function withOtherRequests(batch: HireBatch): HireBatch {
  const again = (body: string): string => {
    const hire = JSON.parse(body);
    return JSON.stringify({
      ...hire,
      emailAddress: hire.emailAddress.toUpperCase(),
      requestId: `${hire.requestId}/again`,
    });
  };
  return {
    ...batch,
    bodies: [...batch.bodies, ...batch.bodies.map(again)],
    rejected: [...batch.rejected, ...batch.rejected.map(again)],
    waiting: [...batch.waiting, ...batch.waiting.map(again)],
    outcomes: [...batch.outcomes, 'duplicate'],
  };
}

/** In lower case, as identity is. */
export function addressIn(body: string): string {
  return String(JSON.parse(body).emailAddress).toLowerCase();
}

export function requestIdIn(body: string): string {
  return JSON.parse(body).requestId;
}
