import type { HireContext } from './context.ts';
import type { Payment } from './creation-places.ts';
import type { Hire } from './hire.ts';
import type { Creation } from './ports.ts';
import type { GivenProfile } from './profile-rules.ts';
import type { EmployeePointer, UserRecord } from './record.ts';
import type { Claim } from './users-store.ts';

/** What the directory is to create. The token is derived: every attempt for this content sends the same. */
export function creationOf(hire: Hire, ctx: HireContext, given?: GivenProfile): Creation {
  const { fields, personKey, employeeId } = hire;
  return {
    fields,
    ...(given && { profile: given.profile }),
    clientToken: ctx.digests.clientTokenOf(hire.fields.emailAddress, hire.requestedDigest),
    personKey,
    ...(employeeId !== undefined && { employeeId }),
  };
}

/** The claim of one attempt for this hire. */
export function claimOf(hire: Hire, ctx: HireContext): Claim {
  return {
    ...requestOf(hire),
    messageId: hire.messageId,
    sentAtMs: hire.sentAtMs,
    nowMs: ctx.clock.now(),
    leaseUntilMs: ctx.leaseUntilMs,
    reclaimOwn: ctx.target.tokenLifeMs > 0 || ctx.target.enforcesUniqueness,
    ...(ctx.payment && { place: placeOf(ctx.payment) }),
  };
}

function placeOf({ hour }: Payment): NonNullable<Claim['place']> {
  return hour === undefined ? 'counted-before' : { hour };
}

/** The attempt by which a duplicate points: it makes no account. */
export const BY_DUPLICATE = 0;

/** Points an employee id to a record: by the attempt that holds it, or by a duplicate. */
export function pointerTo(
  { personKey, firstAttemptAtMs }: Pick<UserRecord, 'personKey' | 'firstAttemptAtMs'>,
  employeeKey: string,
  attempts: number,
): Omit<EmployeePointer, 'pointedAtMs'> {
  return { employeeKey, personKey, attempt: `${firstAttemptAtMs}-${attempts}` };
}

/** How `attempt` begins in a pointer to the record, whichever of its attempts has pointed last. */
export function attemptsOf({ firstAttemptAtMs }: Pick<UserRecord, 'firstAttemptAtMs'>): string {
  return `${firstAttemptAtMs}-`;
}

/** What a record stores of the request. */
export function requestOf({
  personKey,
  requestKey,
  requestId,
  employeeKey,
  requestedDigest,
  senderId,
  source,
}: Hire) {
  return {
    personKey,
    requestKey,
    requestId,
    requestedDigest,
    ...(employeeKey !== undefined && { employeeKey }),
    ...(senderId !== undefined && { senderId }),
    ...(source !== undefined && { source }),
  };
}
