import { readMessage } from '../../contracts/message.ts';
import type { Policy } from '../../contracts/policy.ts';
import type { Reason } from '../../contracts/reason.ts';
import { checkHire } from '../../provisioning/check-hire.ts';
import type { Digests } from '../../provisioning/digests.ts';
import { dueAtMsOf, type StartRules } from '../../provisioning/due-time.ts';
import { groupsOfFound } from '../../provisioning/grant-groups.ts';
import type { GroupRules } from '../../provisioning/group-rules.ts';
import { hasAccount } from '../../provisioning/has-account.ts';
import { type Hire, hireOf } from '../../provisioning/hire.ts';
import type { IntakeDigests } from '../../provisioning/intake-digests.ts';
import type { Target } from '../../provisioning/ports.ts';
import { REASONS } from '../../provisioning/reasons.ts';
import type { CreatingRecord, EmployeePointer, UserRecord } from '../../provisioning/record.ts';
import { isNotDue, scheduleKeyOf, whyNotToWait } from '../../provisioning/schedule-hire.ts';
import { type ScheduledHire, waitsElsewhere } from '../../provisioning/scheduled-hires.ts';
import { withBothNames } from '../../provisioning/single-name.ts';
import { blocksEmployee, standingOf } from '../../provisioning/states.ts';
import { identifyAccount, judgeTakeover } from '../../provisioning/takeover.ts';
import type { UsersStore } from '../../provisioning/users-store.ts';
import { addressIn } from '../address-in.ts';
import type { ListedMessage } from '../failed/failed-message.ts';
import { compareWithDeadLetters, compareWithEarlierRows, hasNoAccount } from './compare-hires.ts';
import { compareWithCorrections, type FindByIds } from './corrected-hires.ts';
import type { HireMessage } from './hire-message.ts';
import type { PlannedHire, Prospect } from './planned-hire.ts';
import { withRequestId } from './with-request-id.ts';

export interface Plan {
  readonly hires: readonly PlannedHire[];
  /** Why the directory was not read completely: a `new` hire may then turn out to be `existing`. */
  readonly directoryNotRead?: string;
  /** About how many failed messages another process held: they were not compared. */
  readonly failedInFlightElsewhere: number;
}

interface FailedNow {
  readonly messages: readonly ListedMessage[];
  readonly inFlightElsewhere: number;
}

export interface PlanDeps {
  readonly policy: Policy;
  readonly startRules: StartRules;
  readonly digests: Digests;
  /** For the request ids of mapped records. */
  readonly intakeDigests: Pick<IntakeDigests, 'mappedRequestIdOf'>;
  readonly target: Pick<
    Target,
    'id' | 'supports' | 'requires' | 'limits' | 'profile' | 'findsTogether' | 'find'
  >;
  readonly store: Pick<UsersStore, 'read'>;
  /** The person whose record an employee id points to. */
  readonly readPointer: (employeeKey: string) => Promise<EmployeePointer | undefined>;
  /** What waits, or once did, under a key of an employee or a person. */
  readonly readScheduled: (
    key: string,
  ) => Promise<Pick<ScheduledHire, 'personKey' | 'state'> | undefined>;
  /** The rules of groups of the stack; without them, no hire has groups here. */
  readonly groupRules?: GroupRules;
  readonly signal: AbortSignal;
  /** Ends the reading of the directory. If it is aborted already, the directory is not read. */
  readonly directorySignal: AbortSignal;
  /** Lists the failed messages; without it, a hire that waits for an operator counts as under way. */
  readonly failed?: () => Promise<FailedNow>;
  /** Without it, a row that was corrected counts as rejected. */
  readonly findByIds?: FindByIds;
}

const READS_AT_ONCE = 25;

/** What each message of a file would come to. Reads records and the directory, and changes nothing. */
export async function planHires(messages: readonly HireMessage[], deps: PlanDeps): Promise<Plan> {
  const judged = messages.map((message, index) =>
    judge(withRequestId(message, deps.intakeDigests), index + 1, deps),
  );
  const withRecords = await inBatches(judged, READS_AT_ONCE, (hire) =>
    compareWithRecord(hire, deps)
      .then((compared) => compareWithPointer(compared, deps))
      .then((compared) => compareWithDay(compared, deps)),
  );
  const unread = new Set<string>();
  const atOnce = deps.target.findsTogether ? withRecords.length : READS_AT_ONCE;
  const withAccounts = deps.directorySignal.aborted
    ? withRecords
    : await inBatches(withRecords, atOnce, (hire) => compareWithDirectory(hire, deps, unread));
  const inOrder = compareWithEarlierRows(withAccounts);
  const failed = inOrder.some(hasNoAccount) ? await deps.failed?.() : undefined;
  const withFailed = compareWithDeadLetters(inOrder, failed?.messages ?? []);
  const hires = deps.findByIds
    ? await compareWithCorrections(withFailed, deps.findByIds, deps.digests)
    : withFailed;
  return {
    hires: hires.map((hire) => withGroupsOfAccount(hire, deps)),
    ...(unread.size > 0 && { directoryNotRead: [...unread].join(', ') }),
    failedInFlightElsewhere: failed?.inFlightElsewhere ?? 0,
  };
}

async function inBatches(
  hires: readonly PlannedHire[],
  atOnce: number,
  compare: (hire: PlannedHire) => Promise<PlannedHire>,
): Promise<readonly PlannedHire[]> {
  const compared: PlannedHire[] = [];
  for (let start = 0; start < hires.length; start += atOnce) {
    compared.push(...(await Promise.all(hires.slice(start, start + atOnce).map(compare))));
  }
  return compared;
}

function judge(
  message: HireMessage,
  row: number,
  { policy, target, digests, startRules, groupRules }: PlanDeps,
): PlannedHire {
  const reading = readMessage(message.body, digests.pseudonymOf, policy.acceptedEventTypes, [
    ...(target.profile?.fields ?? []),
    ...(groupRules?.fields ?? []),
  ]);
  const { requestId, requestKey, bodyDigest } = reading.correlation;
  const planned = { ...message, row, address: addressIn(message.body) ?? '', bodyDigest };
  const rejected = (reason: Reason): PlannedHire => ({
    ...planned,
    prospect: { kind: 'rejected', reason },
  });
  if (reading.kind === 'refused') return rejected(reading.reason);
  const outside = checkHire(reading, { target, policy });
  if (outside) return rejected(outside);
  const { employeeId } = reading;
  const groups = groupRules?.plan(reading).groups;
  const request = {
    requestId,
    requestKey,
    ...(employeeId && { employeeId }),
    ...(groups && { groups }),
    messageId: '',
    sentAtMs: Number.POSITIVE_INFINITY,
    askedAtMs: Number.POSITIVE_INFINITY,
  };
  const accepted = hireOf(request, withBothNames(reading.hire, { target, policy }), digests);
  const { startDate } = reading;
  const start = startDate !== undefined && {
    start: { dueAtMs: dueAtMsOf(startDate, startRules), body: message.body, bodyDigest },
  };
  return {
    ...planned,
    ...(groups && { groups, askedGroups: groups }),
    hire: { ...accepted, ...start },
    prospect: { kind: 'new' },
  };
}

async function compareWithRecord(
  planned: PlannedHire,
  { store, signal }: PlanDeps,
): Promise<PlannedHire> {
  if (planned.hire === undefined) return planned;
  const record = await store.read(planned.hire.personKey, signal);
  if (record === undefined) return planned;
  return { ...planned, record, prospect: prospectOf(record, planned.hire) };
}

/** A hire whose employee id points to the record of another address is not served at this one. */
async function compareWithPointer(
  planned: PlannedHire,
  { store, readPointer, signal }: PlanDeps,
): Promise<PlannedHire> {
  const { personKey, employeeKey } = planned.hire ?? {};
  if (employeeKey === undefined || planned.prospect.kind === 'rejected') return planned;
  const pointer = await readPointer(employeeKey);
  if (pointer === undefined || pointer.personKey === personKey) return planned;
  const isHeld = blocksEmployee(await store.read(pointer.personKey, signal), employeeKey);
  const reason = REASONS.employeeAtAnotherAddress;
  return { ...planned, prospect: isHeld ? { kind: 'rejected', reason } : { kind: 'under-way' } };
}

function prospectOf(record: UserRecord, hire: Hire): Prospect {
  const standing = standingOf(record, hire, Date.now());
  switch (standing.kind) {
    case 'another-person':
      return { kind: 'rejected', reason: REASONS.addressBelongsToAnother };
    case 'held':
    case 'granting':
      return { kind: 'under-way' };
    case 'account-gone':
      return { kind: 'rejected', reason: REASONS.accountGone };
    case 'rejected-before':
    case 'failed-since':
      // An earlier message was rejected: a new one tries again.
      return { kind: 'new' };
    case 'done-by-this-request':
    case 'done-by-another-request':
      return { kind: 'done', userId: standing.record.userId };
  }
}

/** A hire that would lead to an account waits for its day; until then, the directory does not matter. */
async function compareWithDay(
  planned: PlannedHire,
  { readScheduled }: PlanDeps,
): Promise<PlannedHire> {
  const { hire, prospect } = planned;
  const clock = { now: () => Date.now() };
  if (hire === undefined || !isNotDue(hire, { clock })) return planned;
  const reason = whyNotToWait(hire, clock.now());
  if (reason) return { ...planned, prospect: { kind: 'rejected', reason } };
  if (prospect.kind !== 'new') return planned;
  const waiting = hire.employeeKey && (await readScheduled(scheduleKeyOf(hire)));
  if (waiting && waitsElsewhere(waiting, hire.personKey))
    return {
      ...planned,
      prospect: { kind: 'rejected', reason: REASONS.employeeAtAnotherAddress },
    };
  return { ...planned, prospect: { kind: 'waits', dueAtMs: hire.start.dueAtMs } };
}

async function compareWithDirectory(
  planned: PlannedHire,
  { target, policy, digests, signal, directorySignal, groupRules }: PlanDeps,
  unread: Set<string>,
): Promise<PlannedHire> {
  const { hire, prospect, record } = planned;
  if (hire === undefined || prospect.kind !== 'new') return planned;
  if (directorySignal.aborted) {
    unread.add('out-of-time');
    return planned;
  }
  const { emailAddress } = hire.fields;
  const signals = { pause: directorySignal, abort: signal };
  const result = await target.find(emailAddress, undefined, signals, hire);
  if (result.kind === 'unfinished') unread.add(result.cause);
  if (result.kind !== 'found') return planned;
  const rejected = (reason: Reason): PlannedHire => ({
    ...planned,
    prospect: { kind: 'rejected', reason },
  });
  const identified = identifyAccount(result.users, hire);
  if (identified.kind === 'refuse') return rejected(identified.reason);
  const { user } = identified;
  const takeover = judgeTakeover(user, hire, record ?? neverAttempted(hire), {
    policy,
    digests,
    target,
  });
  if (takeover.kind === 'refuse') return rejected(takeover.reason);
  const found: PlannedHire = {
    ...withoutGroups(planned),
    prospect: { kind: 'existing', userId: user.userId },
  };
  if (groupRules === undefined || takeover.kind === 'wait') return found;
  return { ...found, groups: groupsOfFound(user, takeover.outcome, hire, { groupRules }) ?? [] };
}

/** An account keeps the groups of its record. What leads to no account, or to one that is not known yet, has none. */
function withGroupsOfAccount(planned: PlannedHire, { groupRules }: PlanDeps): PlannedHire {
  switch (planned.prospect.kind) {
    case 'new':
    case 'waits':
    case 'existing':
      return planned;
    case 'done': {
      const { record } = planned;
      if (!groupRules || !hasAccount(record)) return withoutGroups(planned);
      return { ...planned, groups: [...(record.groups ?? [])].toSorted() };
    }
    case 'under-way':
    case 'needs-operator':
    case 'repeated':
    case 'rejected':
      return withoutGroups(planned);
  }
}

function withoutGroups({ groups: _, ...planned }: PlannedHire): PlannedHire {
  return planned;
}

function neverAttempted({ personKey, requestKey, requestId, messageId }: Hire): CreatingRecord {
  return {
    state: 'CREATING',
    personKey,
    requestKey,
    requestId,
    messageId,
    attempts: 0,
    firstAttemptAtMs: Number.POSITIVE_INFINITY,
    attemptedDigests: new Set(),
    leaseUntilMs: 0,
  };
}
