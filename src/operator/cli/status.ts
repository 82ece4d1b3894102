import type { UserRecord } from '../../provisioning/record.ts';
import { durationText } from '../duration.ts';
import type { FailedMessage } from '../failed/failed-message.ts';
import { type Person, type PersonStatus, statusOf } from '../person-status.ts';
import { exitCode } from './exit-code.ts';
import { failedAnswer } from './failed/answer.ts';
import { counted, isoTime, timeText } from './format.ts';
import { type Call, onStack, stackCommand } from './on-stack.ts';
import { printable } from './printable.ts';
import { listOf } from './table.ts';

export const statusCommand = stackCommand({
  name: 'status <who>',
  summary: 'Says where a person stands: by address, employee id or request id.',
  examples: [
    'status ada.okafor@example.com --stack joiner-prod',
    'status E-20411 --stack joiner-prod',
    'status onboarding-2026-11-02-01 --local --json',
  ],
  json: '{ people: [{ personKey?, record?, failed: [as of `failed list`] }], newHireQueue: { waiting, inFlight, delayed }, logGroupName }',
  exits: '0 the person has an account, 1 has none, or a message about the person failed',
}).action((who: string) => onStack(statusCommand.opts(), (call) => status(who, call)));

async function status(who: string, { stack, terminal, signal }: Call): Promise<number> {
  const isAddress = who.includes('@');
  if (!isAddress)
    terminal.print('An id is searched in the whole table; an address costs one read.');
  const found = await terminal.progress('Look the person up', (show) =>
    statusOf(stack, who, {
      signal,
      onProgress: (read) => show(`${counted(read, 'record')} read`),
    }),
  );
  terminal.answer(answerOf(found));
  if (found.people.length === 0) {
    terminal.print(`Nothing is known about ${printable(who)}.`);
    terminal.print(waitingText(found));
    return exitCode.problem;
  }
  for (const person of found.people) terminal.print(textOf(person, found, Date.now()));
  return found.people.every(isWell) ? exitCode.done : exitCode.problem;
}

function isWell({ record, failed }: Person): boolean {
  return record?.state === 'PROVISIONED' && failed.length === 0;
}

function textOf({ personKey, record, failed }: Person, found: PersonStatus, nowMs: number): string {
  const entries: (readonly [string, string])[] = [
    ['person', personKey ?? 'the message tells nobody'],
    ...(record ? recordEntries(record, nowMs) : [['state', 'no record'] as const]),
    ['next', nextStep(record, failed)],
    ...failed.map((message) => ['failed', failedText(message)] as const),
    ['waiting', waitingText(found)],
    ['log', `${found.logGroupName}, filter "${record?.requestId ?? failed[0]?.requestId ?? ''}"`],
  ];
  return listOf(entries);
}

function recordEntries(record: UserRecord, nowMs: number): (readonly [string, string])[] {
  const { attempts, firstAttemptAtMs, requestId, employeeId } = record;
  return [
    ['state', stateText(record, nowMs)],
    ...(record.state === 'PROVISIONED' ? [['user id', record.userId] as const] : []),
    ['attempts', `${attempts}, the first ${timeText(firstAttemptAtMs)}`],
    ['request', printable(requestId)],
    ...(employeeId === undefined ? [] : [['employee', printable(employeeId)] as const]),
  ];
}

function stateText(record: UserRecord, nowMs: number): string {
  switch (record.state) {
    case 'CREATING':
      return `no account yet, first tried ${durationText(nowMs - record.firstAttemptAtMs)} ago`;
    case 'PROVISIONED':
      return `has an account (${record.outcome}) since ${timeText(record.completedAtMs)}`;
    case 'FAILED':
      return `rejected ${timeText(record.failedAtMs)}: ${record.reason} [${record.reasonCode}]`;
  }
}

/** Reasons that lie in the message: it must be mended, where others ask for mending the world. */
const REASONS_TO_EDIT = ['invalid-json', 'invalid-envelope', 'invalid-message', 'outside-policy'];

function nextStep(record: UserRecord | undefined, failed: readonly FailedMessage[]): string {
  const [newest] = failed;
  const hasAccount = record?.state === 'PROVISIONED';
  if (newest === undefined) {
    if (hasAccount) return 'nothing to do';
    return record?.state === 'CREATING'
      ? 'the message is tried again by itself; nothing to do yet'
      : 'mend the hire and send it again';
  }
  if (REASONS_TO_EDIT.includes(newest.reason.code)) return `joiner failed edit ${newest.id}`;
  return hasAccount
    ? `joiner failed replay ${newest.id}, which tells whoever asked that the account is there; or drop it`
    : `settle the reason, then: joiner failed replay ${newest.id}`;
}

function failedText({ id, queue, reason, failedAtMs }: FailedMessage): string {
  return `${id} in the ${queue} queue since ${timeText(failedAtMs)}: ${reason.message} [${reason.code}]`;
}

function waitingText({ newHireQueue: { waiting, inFlight } }: PersonStatus): string {
  return `${counted(waiting, 'message')} in the new-hire queue, ${inFlight} in flight or to be tried again; not looked into, as looking is a delivery`;
}

function answerOf({ people, newHireQueue, logGroupName }: PersonStatus) {
  return {
    people: people.map(({ personKey, record, failed }) => ({
      ...(personKey !== undefined && { personKey }),
      ...(record && { record: recordAnswer(record) }),
      failed: failed.map(failedAnswer),
    })),
    newHireQueue,
    logGroupName,
  };
}

function recordAnswer(record: UserRecord) {
  const { state, attempts, requestId, messageId, employeeId, firstAttemptAtMs } = record;
  return {
    state,
    attempts,
    requestId,
    messageId,
    ...(employeeId !== undefined && { employeeId }),
    firstAttemptAt: isoTime(firstAttemptAtMs),
    ...(record.state === 'CREATING' && { leaseUntil: isoTime(record.leaseUntilMs) }),
    ...(record.state === 'PROVISIONED' && {
      userId: record.userId,
      outcome: record.outcome,
      completedAt: isoTime(record.completedAtMs),
    }),
    ...(record.state === 'FAILED' && {
      reason: { code: record.reasonCode, message: record.reason },
      failedAt: isoTime(record.failedAtMs),
    }),
  };
}
