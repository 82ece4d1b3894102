import type { Reason } from '../contracts/reason.ts';
import type { HireContext } from './context.ts';
import { scheduledEvent } from './events.ts';
import { hasAccount } from './has-account.ts';
import type { DatedHire, Hire } from './hire.ts';
import { type HireResult, provisioned, rejectedNow, retry } from './hire-result.ts';
import { REASONS } from './reasons.ts';
import type { AccountRecord, ProvisionedRecord } from './record.ts';
import { resolveDuplicate, resumeGranting } from './resolve-duplicate.ts';
import type { ScheduledHire } from './scheduled-hires.ts';
import { blocksEmployee, hasOpenAttempt, isAskedAgain, isSameRequest } from './states.ts';

/** Longer ahead, a date is more likely mistyped. */
const FARTHEST_MS = 400 * 24 * 3_600_000;
/** The new-hire queue takes 256 KB, with the attributes that a copy has. */
const LONGEST_BODY_BYTES = 250 * 1024;

/** Whether the hire has a date, and its account is not due yet. */
export function isNotDue(hire: Hire, { clock }: Pick<HireContext, 'clock'>): hire is DatedHire {
  return hire.start !== undefined && hire.start.dueAtMs > clock.now();
}

/** Why a hire that is not due is not stored, if so. */
export function whyNotToWait({ start }: DatedHire, nowMs: number): Reason | undefined {
  if (start.dueAtMs - nowMs > FARTHEST_MS) return REASONS.startTooFarAhead;
  return Buffer.byteLength(start.body) > LONGEST_BODY_BYTES ? REASONS.tooLongToWait : undefined;
}

/**
 * Stores a hire whose account is not due yet, until its day. Of several messages about a person, the last one to be
 * sent decides; one about the employee at another address is rejected while the first waits. The records are read after
 * the write: an attempt that has begun before it ends first, and a person who has an account already is a duplicate like
 * any other. What is done or rejected does not wait: an operator may drop its message.
 */
export async function scheduleHire(hire: DatedHire, ctx: HireContext): Promise<HireResult> {
  const nowMs = ctx.clock.now();
  const obstacle = whyNotToWait(hire, nowMs);
  if (obstacle) return unlessDone(rejectedNow(obstacle, ctx), hire, ctx);
  const { personKey, requestKey, requestId, askedAtMs } = hire;
  const key = scheduleKeyOf(hire);
  const request = { key, personKey, requestKey, requestId, askedAtMs, ...hire.start, nowMs };
  const scheduling = await ctx.scheduledHires.schedule(request);
  if (scheduling.kind === 'superseded')
    return unlessDone(superseded(scheduling.by, hire, ctx), hire, ctx);
  if (scheduling.kind === 'elsewhere')
    return unlessDone(rejectedNow(REASONS.employeeAtAnotherAddress, ctx), hire, ctx);
  const result = await resolveWaiting(hire, ctx);
  if (result.kind === 'rejected' || result.kind === 'provisioned')
    await ctx.scheduledHires.end({
      key,
      personKey,
      askedAtMs,
      hasAccount: result.kind === 'provisioned',
    });
  return result;
}

/** The same request may have come to its account by a message with another date, or with none: it repeats its event. */
async function unlessDone(
  result: HireResult,
  hire: DatedHire,
  ctx: HireContext,
): Promise<HireResult> {
  const record = await ctx.store.read(hire.personKey);
  const isProvisioned = record?.state === 'PROVISIONED' && isDone(record, hire);
  return isProvisioned ? provisioned(record, hire, ctx) : result;
}

function isDone(record: ProvisionedRecord, hire: DatedHire): boolean {
  return isSameRequest(record, hire) && !isAskedAgain(record, hire);
}

/** What becomes of a hire that is stored, by the records of the person and of the employee. */
async function resolveWaiting(hire: DatedHire, ctx: HireContext): Promise<HireResult> {
  const elsewhere = await resolveElsewhere(hire, ctx);
  if (elsewhere) return elsewhere;
  const record = await ctx.store.read(hire.personKey);
  if (hasOpenAttempt(record)) return retry('account-being-created', { kind: 'backoff' });
  return hasAccount(record)
    ? resolveAccount(record, hire, ctx)
    : scheduled(hire.start.dueAtMs, hire, ctx);
}

async function resolveAccount(
  record: AccountRecord,
  hire: DatedHire,
  ctx: HireContext,
): Promise<HireResult> {
  if (record.state === 'PROVISIONED' && isDone(record, hire)) return provisioned(record, hire, ctx);
  const resolved =
    record.state === 'PROVISIONED'
      ? await resolveDuplicate(record, hire, ctx)
      : await resumeGranting(record, hire, ctx);
  if (resolved.kind === 'granted') return resolveAccount(resolved.record, hire, ctx);
  // On the day, it is made again.
  return resolved.kind === 'gone' ? scheduled(hire.start.dueAtMs, hire, ctx) : resolved;
}

/** The employee has an account at another address, or an attempt there that has not ended. */
async function resolveElsewhere(
  { employeeKey, personKey }: Hire,
  ctx: HireContext,
): Promise<HireResult | undefined> {
  if (employeeKey === undefined) return undefined;
  const pointer = await ctx.store.readPointer(employeeKey);
  if (pointer === undefined || pointer.personKey === personKey) return undefined;
  const record = await ctx.store.read(pointer.personKey);
  if (blocksEmployee(record, employeeKey))
    return rejectedNow(REASONS.employeeAtAnotherAddress, ctx);
  return hasOpenAttempt(record) ? retry('employee-in-progress', { kind: 'backoff' }) : undefined;
}

/**
 * What has taken the place of a hire that is due: a later date, or an operator's decision. It is read after the
 * claim and before the creation; a hire without a date reads nothing.
 */
export async function supersedingOf(
  hire: Hire,
  ctx: HireContext,
): Promise<ScheduledHire | undefined> {
  if (hire.start === undefined) return undefined;
  const last = await ctx.scheduledHires.read(scheduleKeyOf(hire));
  if (last === undefined) return undefined;
  const { state, dueAtMs, askedAtMs, cancelledAtMs = 0 } = last;
  if (state === 'cancelled') return askedAtMs >= hire.askedAtMs ? last : undefined;
  // At another address, the employee's day is another hire's.
  const isOfPerson = state === 'waiting' && last.personKey === hire.personKey;
  const isLater = dueAtMs > ctx.clock.now() && askedAtMs > hire.askedAtMs;
  if (isOfPerson && isLater) return last;
  // The employee's next hire has taken the place of the one that was cancelled.
  return cancelledAtMs >= hire.askedAtMs ? { ...last, state: 'cancelled' } : undefined;
}

/** The result of a hire whose place another message, or an operator's decision, has taken. */
export function superseded(by: ScheduledHire, hire: Hire, ctx: HireContext): HireResult {
  if (by.state === 'cancelled') return rejectedNow(REASONS.startCancelled, ctx);
  return scheduled(by.dueAtMs, hire, ctx);
}

/** The hire has its account: nothing waits any more. What stays after a failure ends by its time to live. */
export async function endSchedule(hire: Hire, ctx: HireContext): Promise<void> {
  if (hire.start === undefined) return;
  const { personKey, askedAtMs } = hire;
  const ended = { key: scheduleKeyOf(hire), personKey, askedAtMs, hasAccount: true };
  await ctx.scheduledHires.end(ended).catch(() => undefined);
}

function scheduled(dueAtMs: number, hire: Hire, ctx: HireContext): HireResult {
  return { kind: 'scheduled', event: scheduledEvent(dueAtMs, hire, ctx) };
}

/** Employee key where the hire has an employee id, else person key. */
export function scheduleKeyOf({
  employeeKey,
  personKey,
}: Pick<Hire, 'employeeKey' | 'personKey'>): string {
  return employeeKey ?? personKey;
}
