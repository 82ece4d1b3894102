import { html } from 'hono/html';
import type { HistoryEntry } from '../changes/history.ts';
import { type Html, NOTHING, plain, timeOf } from './html.ts';

interface Step {
  readonly atMs: number;
  readonly what: string;
  readonly details: string;
  readonly look?: 'good' | 'bad';
}

/** What happened, the oldest first, in words. */
export function timelineOf(history: readonly HistoryEntry[], nowMs: number): Html {
  const steps = history.flatMap(stepsOf).toSorted((one, other) => one.atMs - other.atMs);
  if (steps.length === 0) return NOTHING;
  return html`<h2>What happened</h2>
<ol class="timeline">${steps.map(({ atMs, what, details, look = '' }) => html`<li class="${look}"><strong>${what}</strong>${timeOf(atMs, nowMs)}<br><span class="note">${details}</span></li>`)}</ol>`;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  created: 'Account created',
  recovered: 'Account found: an earlier try had created it',
  existing: 'Account found: it was in the directory before',
  duplicate: 'The person had an account already',
};

/** A line of the function that ends a message also says when that was sent, and comes after its event was sent. */
function stepsOf({ atMs, from, what, facts }: HistoryEntry): readonly Step[] {
  if (from === 'operator') return operatorSteps(atMs, what, facts);
  const request = `request ${plain(String(facts['requestId']))}`;
  if (from === 'schedule') return [{ atMs, what: sentence(what), details: request }];
  // The log has the same, with more; the record has it for longer.
  if (from === 'record') return [{ atMs, what: `On record: ${what}`, details: request }];
  switch (what) {
    case 'provisioned': {
      const sentAtMs = atMs - Number(facts['millisecondsSinceSent']);
      const outcome = OUTCOMES[String(facts['outcome'])] ?? 'Account ready';
      const sender =
        facts['senderId'] === undefined ? '' : `, by ${plain(String(facts['senderId']))}`;
      return [
        { atMs: sentAtMs, what: 'Sent', details: `${request}${sender}` },
        {
          atMs,
          what: `${outcome}, and reported`,
          details: `try ${facts['receiveCount']}; ${request}`,
          look: 'good',
        },
      ];
    }
    case 'rejected':
      return [
        {
          atMs,
          what: 'Refused, and reported',
          details: `${plain(String(facts['reason']))} (${request})`,
          look: 'bad',
        },
      ];
    case 'retry later':
      return [
        {
          atMs,
          what: 'Tried, to be tried again',
          details: `${plain(String(facts['cause']))}; try ${facts['receiveCount']}; ${request}`,
        },
      ];
    case 'scheduled':
      return [{ atMs, what: 'Waits for the first day, and reported', details: request }];
    case 'handed over to the dead-letter queue':
      return [
        {
          atMs,
          what: 'Given up, for an operator',
          details: `${plain(String(facts['reasonCode']))}; ${request}`,
          look: 'bad',
        },
      ];
    default:
      return [{ atMs, what: sentence(plain(what)), details: request }];
  }
}

/** Of the two lines of a change, the second one. */
function operatorSteps(atMs: number, what: string, facts: HistoryEntry['facts']): readonly Step[] {
  if (facts['phase'] === 'asked') return [];
  const why = facts['why'] === undefined ? '' : `: ${plain(String(facts['why']))}`;
  const phase = facts['phase'] === 'done' ? '' : ' (not confirmed)';
  return [
    {
      atMs,
      what: `Operator: ${plain(what)}${phase}`,
      details: `${plain(String(facts['caller']))}${why}`,
    },
  ];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
