import { html } from 'hono/html';
import { hasAccount } from '../../provisioning/has-account.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import type { HistoryEntry } from '../changes/history.ts';
import type { Person, PersonStatus } from '../person-status.ts';
import { isDue, type StoredHire } from '../stack/stored-hire.ts';
import type { Name } from '../who.ts';
import { counted, type Html, listOf, NOTHING, plain, timeOf } from './html.ts';
import { timelineOf } from './timeline.ts';
import type { View } from './view.ts';

/** All that is known about a person, or about everyone with an id. */
export function personOf(
  view: View,
  name: Name,
  found: PersonStatus,
  history: readonly HistoryEntry[],
): Html {
  const nowMs = view.clock.now();
  const { people, pointed, failedInFlightElsewhere, isAlsoAnothersId } = found;
  return html`
${isAlsoAnothersId ? html`<p class="card waits">Another person has this very text as an employee id. For that person, choose “an employee id” above.</p>` : NOTHING}
${failedInFlightElsewhere > 0 ? html`<p class="card waits">About ${counted(failedInFlightElsewhere, 'failed message is', 'failed messages are')} in the hands of another operator, and not searched. Look again later.</p>` : NOTHING}
${pointed ? html`<p class="card waits">The employee id leads to a record that does not hold it: <code>joiner status</code> says what to do.</p>` : NOTHING}
${people.length === 0 ? nothingOf(name, found, view.session.path) : people.map((person) => cardOf(view, person, nowMs))}
${timelineOf(history, nowMs)}`;
}

function nothingOf({ text }: Name, { newHireQueue }: PersonStatus, path: string): Html {
  const { waiting, inFlight } = newHireQueue;
  return html`<div class="empty"><p>Nothing is known about ${plain(text)}. Was the person <a href="${path}send">sent</a>?</p>
<p class="note">${counted(waiting, 'message')} waiting and ${inFlight} being worked on are not searched: to look at one would count as a try.</p></div>`;
}

function cardOf(view: View, { record, scheduled, failed, personKey }: Person, nowMs: number): Html {
  const isReady = record !== undefined && hasAccount(record);
  const look =
    isReady && failed.length === 0
      ? 'fine'
      : failed.length > 0 || record?.state === 'FAILED'
        ? 'problem'
        : 'waits';
  const messages = failed.map(
    ({ id, reason, failedAtMs }) =>
      html`<p><a href="${view.session.path}failed/message/${id}">Failed message</a> ${timeOf(failedAtMs, nowMs)}: ${plain(reason.message)}</p>`,
  );
  return html`<section class="card ${look}"><h2>${headingOf(record, scheduled, nowMs)}</h2>
${listOf([
  ...(record ? recordEntries(record, nowMs) : []),
  ...scheduled.map((hire) => ['First day', scheduledText(hire, nowMs)] as const),
  ['Next', nextOf(record, { scheduled, failed }, nowMs)],
  ...(personKey === undefined ? [] : [['Key in the logs', personKey] as const]),
])}
${messages}</section>`;
}

function headingOf(
  record: UserRecord | undefined,
  scheduled: readonly StoredHire[],
  nowMs: number,
): Html | string {
  if (record === undefined)
    return scheduled.some(({ state }) => state === 'waiting')
      ? 'Waits for the first day'
      : 'No account, and not tried yet';
  switch (record.state) {
    case 'CREATING':
      return html`No account yet, first tried ${timeOf(record.firstAttemptAtMs, nowMs)}`;
    case 'GRANTING':
      return 'Has an account, and not yet all groups';
    case 'PROVISIONED':
      return 'Has an account';
    case 'FAILED':
      return html`No account: refused ${timeOf(record.failedAtMs, nowMs)}`;
  }
}

const OUTCOMES: Readonly<Record<string, string>> = {
  created: 'created by Joiner',
  recovered: 'created by Joiner, and found after a lost response',
  existing: 'was in the directory before',
};

function recordEntries(record: UserRecord, nowMs: number): (readonly [string, Html | string])[] {
  const account = hasAccount(record) ? record : undefined;
  return [
    ...(account
      ? [
          ['Account', OUTCOMES[account.outcome] ?? account.outcome] as const,
          ['Since', timeOf(account.completedAtMs, nowMs)] as const,
          ['User id', plain(account.userId)] as const,
          ['Groups', groupsOf(account.groups)] as const,
        ]
      : []),
    ...(record.state === 'FAILED' ? [['Reason', plain(record.reason)] as const] : []),
    ['Tries', html`${record.attempts}, the first ${timeOf(record.firstAttemptAtMs, nowMs)}`],
    ['Request', plain(record.requestId)],
    ...(record.senderId === undefined ? [] : [['Sent by', plain(record.senderId)] as const]),
    ...(record.source === undefined ? [] : [['Source', plain(record.source)] as const]),
  ];
}

function groupsOf(groups: ReadonlySet<string> | readonly string[] | undefined): string {
  const ids = [...(groups ?? [])].toSorted();
  return ids.length === 0 ? 'none by Joiner' : ids.map((id) => plain(id)).join(', ');
}

function scheduledText(hire: StoredHire, nowMs: number): Html {
  const { state, dueAtMs, askedAtMs } = hire;
  if (isDue(hire, nowMs)) return html`due ${timeOf(dueAtMs, nowMs)}, and not begun`;
  switch (state) {
    case 'waiting':
      return html`the account is made ${timeOf(dueAtMs, nowMs)}`;
    case 'released':
      return html`came ${timeOf(dueAtMs, nowMs)}`;
    case 'cancelled':
      return html`cancelled by an operator ${timeOf(askedAtMs, nowMs)}`;
  }
}

function nextOf(
  record: UserRecord | undefined,
  { scheduled, failed }: Pick<Person, 'scheduled' | 'failed'>,
  nowMs: number,
): string {
  if (failed.length > 0)
    return 'Open the failed message below: it says what is wrong, and what to do.';
  if (record?.state === 'PROVISIONED') return 'Nothing to do.';
  if (record?.state === 'CREATING') return 'It is tried again by itself: nothing to do yet.';
  if (record?.state === 'GRANTING')
    return 'A message under way adds the groups. If none is, send the hire again.';
  if (scheduled.some((hire) => isDue(hire, nowMs)))
    return 'It begins within 15 minutes by itself; see Health if it does not.';
  if (scheduled.some(({ state }) => state === 'waiting')) return 'Nothing to do until the day.';
  return 'Fix the hire, and send it again.';
}
