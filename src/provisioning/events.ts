import type {
  DeferredEvent,
  DroppedEvent,
  ProvisionedEvent,
  RejectedEvent,
  ScheduledEvent,
} from '../contracts/completion-event.ts';
import type { Reason } from '../contracts/reason.ts';
import type { HireContext } from './context.ts';
import type { Digests } from './digests.ts';
import type { Hire } from './hire.ts';
import type { ProvisionedRecord } from './record.ts';
import { isSameRequest } from './states.ts';
import { userNameOf } from './user-name.ts';

const envelope = {
  specversion: '1.0',
  source: 'joiner',
  datacontenttype: 'application/json',
} as const;

/**
 * The event of a provisioned hire. It is built only from the record, its time included, so every
 * delivery of the same request repeats the same event. Any other request gets outcome `duplicate`. A record that is
 * GRANTING has no event yet.
 */
export function provisionedEvent(
  record: ProvisionedRecord,
  hire: Hire,
  { digests, target, groupRules }: Pick<HireContext, 'digests' | 'target' | 'groupRules'>,
): ProvisionedEvent {
  const type = 'joiner.user.provisioned.v1';
  const ours = isSameRequest(record, hire);
  const outcome = ours ? record.outcome : 'duplicate';
  const { employeeId } = hire;
  const profile = target.profile?.report(record, hire, digests);
  const groups = reportGroups(record, ours ? askedOf(record, hire, groupRules) : hire.groups);
  return {
    ...envelope,
    type,
    id: digests.eventIdOf({
      requestKey: hire.requestKey,
      personKey: hire.personKey,
      contentDigest: groups.contentDigestOf(
        profile?.contentDigest ?? hire.requestedDigest,
        digests,
      ),
      type,
      outcomeOrCode: outcome,
      employeeId,
      userId: record.userId,
    }),
    time: new Date(record.completedAtMs).toISOString(),
    data: {
      requestId: ours ? record.requestId : hire.requestId,
      ...(employeeId !== undefined && { employeeId }),
      emailAddress: hire.fields.emailAddress,
      userId: record.userId,
      // The record has no user name, only how it follows from the address.
      ...(record.userNameForm && {
        userName: userNameOf(hire.fields.emailAddress, record.userNameForm),
      }),
      target: target.id,
      outcome,
      ...(hire.requestedDigest !== record.accountDigest && { differs: true as const }),
      ...profile?.data,
      ...groups.data,
    },
  };
}

/**
 * What the event says of groups. Where the hire asks for others than the account got, it says so: another request was
 * first, perhaps by other rules, or the account was there before and so got none.
 */
function reportGroups(
  { groups = new Set(), rulesVersion }: ProvisionedRecord,
  asked: readonly string[] = [],
) {
  const granted = [...groups].toSorted();
  const hasAny = granted.length + asked.length > 0;
  return {
    contentDigestOf: (digest: string, digests: Digests) =>
      hasAny ? digests.groupsDigestOf(digest, granted, asked) : digest,
    data: {
      ...(granted.length > 0 && {
        groups: granted,
        ...(rulesVersion !== undefined && { accessRulesVersion: rulesVersion }),
      }),
      ...(JSON.stringify(granted) !== JSON.stringify(asked) && { differs: true as const }),
    },
  };
}

/**
 * The groups that the request of the record asked for. Other rules than at that time would plan others, and make a
 * second event of one request; the same rules plan others only for other content.
 */
function askedOf(
  { groups, withheldGroups, rulesVersion }: ProvisionedRecord,
  { groups: planned }: Pick<Hire, 'groups'>,
  groupRules: HireContext['groupRules'],
): readonly string[] | undefined {
  const haveChanged = rulesVersion !== groupRules?.version;
  if (!haveChanged) return planned;
  return [...(withheldGroups ?? groups ?? [])].toSorted();
}

/**
 * The event of a hire that waits for its day. Its time is when HR sent the message, so that every delivery repeats
 * the same event.
 * @param dueAtMs epoch milliseconds; of the message that decides
 */
export function scheduledEvent(
  dueAtMs: number,
  { requestKey, requestId, personKey, requestedDigest, employeeId, askedAtMs }: Hire,
  { digests }: Pick<HireContext, 'digests'>,
): ScheduledEvent {
  const type = 'joiner.user.scheduled.v1';
  const dueAt = new Date(dueAtMs).toISOString();
  return {
    ...envelope,
    type,
    id: digests.eventIdOf({
      requestKey,
      personKey,
      contentDigest: requestedDigest,
      type,
      outcomeOrCode: dueAt,
      employeeId,
    }),
    time: new Date(askedAtMs).toISOString(),
    data: { requestId, ...(employeeId !== undefined && { employeeId }), dueAt },
  };
}

/** The facts that an event about a failed message is built from. */
export interface FailedMessageFacts {
  readonly requestKey: string;
  readonly requestId: string;
  readonly employeeId?: string;
  readonly personKey?: string;
  /** Envelope and its source, or `bare`; for the log. */
  readonly source?: string;
  /** The requested digest, or the body's pseudonym if the body has no valid account fields. */
  readonly contentDigest: string;
  /** The message was rejected before its ids were compared, or they are another's: what it names is only a claim. */
  readonly isRefused: boolean;
}

export function rejectedEvent(
  facts: FailedMessageFacts,
  reason: Reason,
  atMs: number,
  digests: Pick<Digests, 'eventIdOf'>,
): RejectedEvent {
  return failedMessageEvent('joiner.user.rejected.v1', facts, reason, atMs, digests);
}

/** @param userId of the account that is there already, where the hire lacks only its groups */
export function deferredEvent(
  facts: FailedMessageFacts,
  reason: Reason,
  atMs: number,
  digests: Pick<Digests, 'eventIdOf'>,
  userId?: string,
): DeferredEvent {
  const type = 'joiner.user.deferred.v1';
  const { data, ...event } = failedMessageEvent(type, facts, reason, atMs, digests, userId);
  return { ...event, data: { ...data, ...(userId !== undefined && { userId }) } };
}

/** An operator's decision to discard a message. */
export interface Drop {
  /** ARN of the operator. */
  readonly droppedBy: string;
  readonly why: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
}

export function droppedEvent(
  facts: FailedMessageFacts,
  reason: Reason,
  { droppedBy, why, atMs }: Drop,
  digests: Pick<Digests, 'eventIdOf'>,
): DroppedEvent {
  const { data, ...event } = failedMessageEvent(
    'joiner.user.dropped.v1',
    facts,
    reason,
    atMs,
    digests,
  );
  return { ...event, data: { ...data, droppedBy, why } };
}

function failedMessageEvent<Type extends (RejectedEvent | DeferredEvent | DroppedEvent)['type']>(
  type: Type,
  facts: FailedMessageFacts,
  reason: Reason,
  atMs: number,
  digests: Pick<Digests, 'eventIdOf'>,
  userId?: string,
) {
  const { requestKey, requestId, employeeId, isRefused } = facts;
  return {
    ...envelope,
    type,
    id: digests.eventIdOf({
      // An array: no request key can equal it, so no refused message repeats an accepted one's event id.
      requestKey: isRefused ? ['claimed', requestKey] : requestKey,
      personKey: facts.personKey,
      contentDigest: facts.contentDigest,
      type,
      outcomeOrCode: reason.code,
      employeeId,
      ...(userId !== undefined && { userId }),
    }),
    time: new Date(atMs).toISOString(),
    data: {
      ...(isRefused
        ? claimed(requestId, employeeId)
        : { requestId, ...(employeeId !== undefined && { employeeId }) }),
      reason,
    },
  };
}

function claimed(claimedRequestId: string, claimedEmployeeId: string | undefined) {
  return { claimedRequestId, ...(claimedEmployeeId !== undefined && { claimedEmployeeId }) };
}
