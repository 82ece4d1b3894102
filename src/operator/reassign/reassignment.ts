import type { ReassignStep } from '../../aws/reassign-record.ts';
import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import { isSameAddress } from '../../provisioning/directory-user.ts';
import { settledAtMsOf } from '../../provisioning/erasure.ts';
import { hasAccount } from '../../provisioning/has-account.ts';
import type { CallFailure, Target } from '../../provisioning/ports.ts';
import type { EmployeePointer, UserRecord } from '../../provisioning/record.ts';
import { BY_DUPLICATE, pointerTo } from '../../provisioning/requests.ts';
import type { PointedEmployee } from '../employee-pointer.ts';

/** What the directory has at the address, or under the employee id. */
export type DirectoryLook =
  | { readonly kind: 'found'; readonly users: readonly DirectoryUser[] }
  | { readonly kind: 'absent' }
  /** It could not be read, or not in time. */
  | { readonly kind: 'unread'; readonly cause: CallFailure['cause'] };

/** All on which an operator decides who holds a record. */
export interface Reassignment {
  /** In lower case. */
  readonly address: string;
  readonly personKey: string;
  /** Who is to hold the record. */
  readonly employeeId: string;
  readonly employeeKey: string;
  /** Absent where the address has none. */
  readonly record?: UserRecord;
  /** Where the employee id points to now. */
  readonly pointed?: PointedEmployee;
  /** Pointers to this record of the ids that held it before. */
  readonly formerPointers: readonly EmployeePointer[];
  readonly look: DirectoryLook;
}

/** Why a record is not given to another employee id. `untilMs`: epoch milliseconds from which on it may be. */
export type Obstacle =
  | { readonly kind: 'no-record' }
  | { readonly kind: 'lease-held'; readonly untilMs: number }
  | { readonly kind: 'not-settled'; readonly untilMs: number }
  /** The account may still get groups that the employee was to have who holds the record. */
  | { readonly kind: 'groups-not-granted' }
  | { readonly kind: 'employee-in-progress'; readonly untilMs: number }
  | { readonly kind: 'employee-elsewhere'; readonly record: UserRecord }
  | { readonly kind: 'directory-not-read'; readonly cause: CallFailure['cause'] }
  | { readonly kind: 'account-elsewhere' }
  | { readonly kind: 'account-missing'; readonly userId: string }
  | { readonly kind: 'another-account'; readonly userId: string }
  | { readonly kind: 'account-of-another' };

/** What a directory states of its delays. */
type Delays = Pick<Target, 'tokenLifeMs' | 'readLagMs'>;

/**
 * What keeps an operator from giving the record to the employee id, so that no employee gets a second account: a
 * call that may still create one, an account or an unfinished hire of the id elsewhere, or a directory that does not
 * have the account as the record does.
 */
export function obstacleTo(
  { record, pointed, ...rest }: Reassignment,
  delays: Delays,
  nowMs: number,
): Obstacle | undefined {
  if (record === undefined) return { kind: 'no-record' };
  if (record.state === 'CREATING' && nowMs < record.leaseUntilMs)
    return { kind: 'lease-held', untilMs: record.leaseUntilMs };
  const settledAtMs = mayHaveAccount(record) ? settledAtMsOf(record, delays) : 0;
  if (nowMs < settledAtMs) return { kind: 'not-settled', untilMs: settledAtMs };
  if (record.state === 'GRANTING') return { kind: 'groups-not-granted' };
  return obstacleOfPointer(record, pointed) ?? obstacleOfLook({ ...rest, record });
}

/** Whether a call of an attempt may have created an account that is not on record. */
function mayHaveAccount(record: UserRecord): boolean {
  return !hasAccount(record) && record.attempts !== record.attemptsWithoutAccount;
}

/** Only a pointer to no one, to this record, or one that no hire is served by, is moved. */
function obstacleOfPointer(
  { personKey }: UserRecord,
  pointed: PointedEmployee | undefined,
): Obstacle | undefined {
  if (pointed === undefined || pointed.pointer.personKey === personKey) return undefined;
  const { standing, record } = pointed;
  switch (standing.kind) {
    case 'in-progress':
      return { kind: 'employee-in-progress', untilMs: standing.untilMs };
    case 'held':
      return record && { kind: 'employee-elsewhere', record };
    case 'dangling':
      return undefined;
  }
}

function obstacleOfLook({
  address,
  personKey,
  employeeId,
  record,
  look,
}: Omit<Reassignment, 'record'> & { readonly record: UserRecord }): Obstacle | undefined {
  const userId = hasAccount(record) ? record.userId : undefined;
  if (look.kind === 'unread') return { kind: 'directory-not-read', cause: look.cause };
  if (look.kind === 'absent')
    return userId === undefined ? undefined : { kind: 'account-missing', userId };
  const { users } = look;
  if (users.some(({ emailAddress }) => !isSameAddress(emailAddress, address)))
    return { kind: 'account-elsewhere' };
  const ofRecord = users.filter((user) => userId === undefined || user.userId === userId);
  if (userId !== undefined && ofRecord.length === 0) return { kind: 'another-account', userId };
  const isAnothers = ofRecord.some(
    ({ employeeId: noted }) => noted !== undefined && noted !== employeeId && noted !== personKey,
  );
  return isAnothers ? { kind: 'account-of-another' } : undefined;
}

/**
 * The writes, in this order: the id points to the record before the record learns it, so that an account never
 * belongs to an id that points elsewhere. After a crash between two of them, the same command finishes: the
 * record remembers the id that it was taken from until the next time, and an older one's pointer goes before that.
 * Empty where nothing is left to do.
 */
export function reassignStepsOf(
  { record, employeeKey, pointed, formerPointers }: Reassignment,
  nowMs: number,
): readonly ReassignStep[] {
  if (record === undefined) return [];
  const free = (pointers: readonly EmployeePointer[]) =>
    pointers.map((pointer) => ({ kind: 'free', pointer }) as const);
  const isHolder = record.employeeKey === employeeKey;
  if (isHolder && pointed?.pointer.personKey === record.personKey) return free(formerPointers);
  const isLast = (pointer: EmployeePointer) => pointer.employeeKey === record.employeeKey;
  const pointer = { ...pointerTo(record, employeeKey, BY_DUPLICATE), pointedAtMs: nowMs };
  return [
    { kind: 'point', pointer, ...(pointed && { shown: pointed.pointer }) },
    ...free(formerPointers.filter((one) => !isLast(one))),
    ...(isHolder ? [] : [{ kind: 'give', record, employeeKey } as const]),
    ...free(formerPointers.filter(isLast)),
  ];
}

/** An id that points to a record is not given away for 16 minutes. A laptop may sleep for longer between two writes. */
const LONGEST_PAUSE_MS = 60_000;

/** Whether the steps that began then may continue now. */
export function isStillInTime(startedAtMs: number, nowMs: number): boolean {
  return nowMs - startedAtMs <= LONGEST_PAUSE_MS;
}
