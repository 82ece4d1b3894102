import { hasAccount } from '../../provisioning/has-account.ts';
import type { AccountRecord, UserRecord } from '../../provisioning/record.ts';
import { durationText } from '../duration.ts';
import type { ListedMessage } from '../failed/failed-message.ts';
import { type Person, type PersonStatus, statusOf } from '../person-status.ts';
import type { DeployedRules } from '../stack/deployed-rules.ts';
import type { StoredHire } from '../stack/stored-hire.ts';
import type { Name } from '../who.ts';
import { commandOf, type Step } from './command-text.ts';
import { exitCode } from './exit-code.ts';
import { failedMessageJson } from './failed/message-json.ts';
import { reassignHint } from './failed/reassign-hint.ts';
import { counted, isoTime, timeText } from './format.ts';
import type { CommandContext } from './on-stack.ts';
import { noteSearch, nothingText, scanText } from './person-notes.ts';
import { pointerJson } from './pointer-text.ts';
import { printable } from './printable.ts';
import { deployedVersionJson, rulesText, sortedNumbers } from './rules-version-text.ts';
import { scheduledHireJson, scheduledStep, scheduledText } from './scheduled/hire-text.ts';
import { type Entry, listOf } from './table.ts';
import { wrap } from './wrap.ts';

export async function status(
  name: Name,
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
  const found = await terminal.progress('Look up the person', (show) =>
    statusOf(stack, name, {
      signal,
      onScan: (pointed) => terminal.print(scanText(name, pointed)),
      onProgress: (read) => show(`${counted(read, 'record')} read`),
    }),
  );
  terminal.printJson(statusJson(found));
  noteSearch('status', name, { ...found, requestIds: requestIdsOf(found) }, terminal);
  if (found.people.length === 0) {
    for (const text of [nothingText(name.text, found), waitingText(found)])
      terminal.print(wrap(text, terminal.columns));
    return exitCode.problem;
  }
  for (const person of found.people)
    terminal.print(() => listOf(entriesOf(person, found, Date.now()), terminal.columns));
  const isComplete = found.failedInFlightElsewhere === 0 && found.pointed === undefined;
  return isComplete && found.people.every(isProvisioned) ? exitCode.done : exitCode.problem;
}

function requestIdsOf({ people }: PersonStatus): readonly string[] {
  return people
    .flatMap(({ record, scheduled, failed }) => [
      ...(record ? [record] : []),
      ...scheduled,
      ...failed,
    ])
    .map(({ requestId }) => requestId);
}

function isProvisioned({ record, failed }: Person): boolean {
  return record?.state === 'PROVISIONED' && failed.length === 0;
}

/** All that is known of a person, label by label. */
export function entriesOf(
  { personKey, record, scheduled, failed }: Person,
  found: PersonStatus,
  nowMs: number,
): readonly Entry[] {
  return [
    ['person', personKey ?? 'no person in the message'],
    ...(record
      ? recordEntries(record, nowMs, found.deployedRules)
      : [['state', 'no record'] as const]),
    ...scheduled.map((hire) => ['start', scheduledText(hire, nowMs)] as const),
    ['next', ...(nextStep(record, failed) ?? stepWithoutRecord(scheduled, failed, nowMs))],
    ...failed.map((message) => ['failed', failedText(message)] as const),
    ['waiting', waitingText(found)],
    [
      'log',
      `${found.logGroupName}, filter "${printable([record, ...scheduled, ...failed].find(Boolean)?.requestId ?? '')}"`,
    ],
  ];
}

/** @param deployed where it is said whether the rules of the groups are still the deployed ones */
export function recordEntries(
  record: UserRecord,
  nowMs: number,
  deployed?: DeployedRules,
): (readonly [string, string])[] {
  const { attempts, firstAttemptAtMs, requestId, employeeKey, senderId, source } = record;
  return [
    ['state', stateText(record, nowMs)],
    ...accountEntries(record, deployed),
    ...expiryEntries(record),
    ['attempts', `${attempts}, the first ${timeText(firstAttemptAtMs)}`],
    ['request', printable(requestId)],
    ...(senderId === undefined ? [] : [['sent by', printable(senderId)] as const]),
    ...(source === undefined ? [] : [['source', printable(source)] as const]),
    ...(employeeKey === undefined ? [] : [['employee', employeeKey] as const]),
  ];
}

function accountEntries(
  record: UserRecord,
  deployed: DeployedRules | undefined,
): (readonly [string, string])[] {
  if (!hasAccount(record)) return [];
  const rules = rulesText(record, deployed);
  const groups = groupsText(record);
  return [
    ['user id', printable(record.userId)],
    ...(groups === undefined ? [] : [['groups', groups] as const]),
    ...(rules === undefined ? [] : [['rules', rules] as const]),
  ];
}

function groupsText(record: AccountRecord): string | undefined {
  const listed = (groups: ReadonlySet<string>) => printable([...groups].toSorted().join(', '));
  if (record.groups) return listed(record.groups);
  if (record.state === 'GRANTING' || record.withheldGroups === undefined) return undefined;
  return `none: the account was there before, and so did not get ${listed(record.withheldGroups)}`;
}

function expiryEntries(record: UserRecord): (readonly [string, string])[] {
  const atMs = expiresAtMsOf(record);
  return atMs === undefined ? [] : [['ends', `by DynamoDB, some days after ${timeText(atMs)}`]];
}

/** Of the record of a person whose account was seen gone. */
function expiresAtMsOf(record: UserRecord): number | undefined {
  if (!hasAccount(record) || record.expiresAtEpochSeconds === undefined) return undefined;
  return record.expiresAtEpochSeconds * 1_000;
}

/** Whether the person has an account, and since when. */
export function stateText(record: UserRecord, nowMs: number): string {
  switch (record.state) {
    case 'CREATING':
      return `no account yet, first tried ${durationText(nowMs - record.firstAttemptAtMs)} ago`;
    case 'GRANTING':
      return `has an account (${record.outcome}) since ${timeText(record.completedAtMs)}, and is not in all its groups yet`;
    case 'PROVISIONED':
      return `has an account (${record.outcome}) since ${timeText(record.completedAtMs)}`;
    case 'FAILED':
      return `rejected ${timeText(record.failedAtMs)}: ${printable(`${record.reason} [${record.reasonCode}]`)}`;
  }
}

/** Faults of the message itself: an edit fixes them. All others need a fix elsewhere. */
const REASONS_TO_EDIT = ['invalid-json', 'invalid-envelope', 'invalid-message', 'outside-policy'];

/** By the record and the failed messages of the service itself, if they say what to do. */
function nextStep(
  record: UserRecord | undefined,
  failed: readonly ListedMessage[],
): Step | undefined {
  const newest = failed.find(({ isVerified }) => isVerified);
  const isDone = record?.state === 'PROVISIONED';
  if (newest === undefined) {
    if (isDone) return unverifiedStep(failed) ?? ['nothing to do'];
    if (record?.state === 'CREATING')
      return ['the message is retried automatically; nothing to do yet'];
    // A record stays so where its message was rejected, deferred or dropped, and any message about the person ends it.
    if (record?.state === 'GRANTING')
      return [
        'a message that is under way is retried, and adds the groups; if none is, replay the message or send the hire again',
      ];
    return undefined;
  }
  const hint = reassignHint(newest);
  if (hint !== undefined) return hint;
  const replay = commandOf('failed', 'replay', newest.id);
  if (REASONS_TO_EDIT.includes(newest.reason.code))
    return ['correct the message:', commandOf('failed', 'edit', newest.id)];
  return isDone
    ? [
        'publish that the account exists, or drop the message:',
        replay,
        commandOf('failed', 'drop', newest.id, '--why', 'TEXT'),
      ]
    : ['fix the cause, then:', replay];
}

function stepWithoutRecord(
  scheduled: readonly StoredHire[],
  failed: readonly ListedMessage[],
  nowMs: number,
): Step {
  const unverified = scheduled.length === 0 ? unverifiedStep(failed) : undefined;
  return unverified ?? scheduledStep(scheduled, nowMs);
}

/** Nothing is offered that acts on what an unknown sender says. */
function unverifiedStep([newest]: readonly ListedMessage[]): Step | undefined {
  if (newest === undefined) return undefined;
  return [
    'the failed message came from an unknown sender: neither the function nor SQS put it into the queue. Look first:',
    commandOf('failed', 'show', newest.id),
  ];
}

export function failedText({ id, queue, reason, failedAtMs }: ListedMessage): string {
  return `${id} in the ${queue} queue since ${timeText(failedAtMs)}: ${printable(`${reason.message} [${reason.code}]`)}`;
}

export function waitingText({
  newHireQueue: { waiting, inFlight },
}: Pick<PersonStatus, 'newHireQueue'>): string {
  return `${counted(waiting, 'message')} in the new-hire queue, ${inFlight} in flight or waiting for a retry; not searched, because a search counts as a delivery`;
}

function statusJson({
  people,
  pointed,
  newHireQueue,
  failedInFlightElsewhere,
  logGroupName,
  deployedRules,
}: PersonStatus) {
  return {
    people: people.map(({ personKey, record, scheduled, failed }) => ({
      ...(personKey !== undefined && { personKey }),
      ...(record && { record: recordJson(record) }),
      scheduled: scheduled.map(scheduledHireJson),
      failed: failed.map(failedMessageJson),
    })),
    ...(pointed && { pointer: pointerJson(pointed) }),
    newHireQueue,
    failedInFlightElsewhere,
    logGroupName,
    ...deployedVersionJson(deployedRules),
  };
}

function withheldJson(record: AccountRecord) {
  if (record.state === 'GRANTING' || record.withheldGroups === undefined) return {};
  return { withheldGroups: [...record.withheldGroups].toSorted() };
}

export function recordJson(record: UserRecord) {
  const { state, attempts, requestId, messageId, employeeKey, firstAttemptAtMs } = record;
  const { senderId, source } = record;
  const expiresAtMs = expiresAtMsOf(record);
  return {
    state,
    attempts,
    requestId,
    messageId,
    ...(senderId !== undefined && { senderId }),
    ...(source !== undefined && { source }),
    ...(employeeKey !== undefined && { employeeKey }),
    firstAttemptAt: isoTime(firstAttemptAtMs),
    ...(record.state === 'CREATING' && { leaseUntil: isoTime(record.leaseUntilMs) }),
    ...(hasAccount(record) && {
      userId: record.userId,
      outcome: record.outcome,
      completedAt: isoTime(record.completedAtMs),
      ...(record.groups && { groups: [...record.groups].toSorted() }),
      ...withheldJson(record),
      ...(record.rulesVersion !== undefined && {
        rulesVersion: record.rulesVersion,
        appliedRules: sortedNumbers(record.appliedRules),
      }),
    }),
    ...(expiresAtMs !== undefined && { expiresAt: isoTime(expiresAtMs) }),
    ...(record.state === 'FAILED' && {
      reason: { code: record.reasonCode, message: record.reason },
      failedAt: isoTime(record.failedAtMs),
    }),
  };
}
