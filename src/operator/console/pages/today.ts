import type { Hono } from 'hono';
import { html } from 'hono/html';
import { checkNewHireAge } from '../../doctor/check-new-hire-age.ts';
import { runCheck } from '../../doctor/finding.ts';
import { promisedMsOf } from '../../doctor/promise.ts';
import { durationText, unitsMs } from '../../duration.ts';
import { placesOf } from '../../stack/list-scheduled.ts';
import { type QueueDepth, queueDepth } from '../../stack/queue-depth.ts';
import { type RingingAlarm, ringingAlarms } from '../../stack/ringing-alarms.ts';
import { counted, exactTime, type Html, NOTHING, plain, tableOf, timeOf } from '../html.ts';
import { plotOf } from '../plot.ts';
import { type Day, readDay } from '../read-day.ts';
import type { View } from '../view.ts';
import { answer } from './jobs.ts';

const MOST_SCHEDULED = 1_000;
const DAYS_AHEAD = 14;

export function addTodayPage(pages: Hono, view: View): void {
  pages.get('today', (c) => {
    const job = view.jobs.start('Today', async (show) => {
      show('Reading the last 24 hours.');
      return { kind: 'page', title: 'Today', current: 'today', body: await todayOf(view) };
    });
    return answer(c, view, job, 'today');
  });
}

async function todayOf(view: View): Promise<Html> {
  const { stack, clock, signal, session } = view;
  const nowMs = clock.now();
  const { NewHireQueueUrl, DeadLetterQueueUrl, RejectedQueueUrl } = stack.outputs;
  const depth = (url: string) => queueDepth(stack.clients.sqs, url, signal).then(allOf);
  const [day, waiting, deadLetters, rejected, oldest, alarms, days] = await Promise.all([
    readDay(stack, nowMs, signal),
    depth(NewHireQueueUrl),
    depth(DeadLetterQueueUrl),
    depth(RejectedQueueUrl),
    oldestOf(view),
    alarmsOf(view),
    comingDays(view, nowMs),
  ]);
  const failed = deadLetters + rejected;
  return html`<p class="note">As of <time datetime="${new Date(nowMs).toISOString()}">${exactTime(nowMs)}</time>. <a href="${session.path}today">Look again</a></p>
${funnelOf(day, { waiting, failed, oldest }, session.path)}
${ringingOf(alarms, nowMs)}
<h2>The last 24 hours</h2>
${plotOf(day.hours)}
<h2>The coming days</h2>
${daysOf(days, session.path)}`;
}

function allOf({ waiting, inFlight, delayed }: QueueDepth): number {
  return waiting + inFlight + delayed;
}

function funnelOf(
  day: Day,
  {
    waiting,
    failed,
    oldest,
  }: { readonly waiting: number; readonly failed: number; readonly oldest: string },
  path: string,
): Html {
  const sent = day.ready + day.scheduled + waiting + failed;
  const time =
    day.medianMs === undefined ? '' : `, half of them within ${durationText(day.medianMs)}`;
  return html`<ol class="funnel" aria-label="From sent to ready">
<li>Sent<strong>${sent.toLocaleString('en')}</strong><span>in the last 24 hours, or not done yet${day.scheduled > 0 ? `; ${day.scheduled} for a later day` : ''}</span></li>
<li>Ready<strong class="good">${day.ready.toLocaleString('en')}</strong><span>people with an account${time}</span></li>
<li>Waiting<strong${waiting > 0 ? html` class="wait"` : NOTHING}>${waiting.toLocaleString('en')}</strong><span>being worked on, or tried again by themselves. ${oldest}</span></li>
<li>Failed<strong${failed > 0 ? html` class="bad"` : NOTHING}>${failed.toLocaleString('en')}</strong><span>${failed === 0 ? 'No one is stuck.' : html`need a person: <a href="${path}failed">see why</a>`}</span></li>
</ol>`;
}

/** Only CloudWatch knows it. */
async function oldestOf({ stack, clock }: View): Promise<string> {
  const [found] = await runCheck('new-hire-age', async () =>
    checkNewHireAge(stack, clock.now(), await promisedMsOf(stack)),
  );
  if (found === undefined || found.state === 'not-checked') return '';
  return `${found.found.charAt(0).toUpperCase()}${found.found.slice(1)}.`;
}

type Alarms = readonly RingingAlarm[] | 'none here' | 'not readable';

/** The rest of the page is worth showing without them. */
async function alarmsOf({ stack, signal }: View): Promise<Alarms> {
  try {
    return (await ringingAlarms(stack, signal)) ?? 'none here';
  } catch {
    return 'not readable';
  }
}

function ringingOf(alarms: Alarms, nowMs: number): Html {
  if (alarms === 'none here') return html`<p class="note">A local stack has no alarms.</p>`;
  if (alarms === 'not readable')
    return html`<p class="card waits">The alarms could not be read: this needs <code>cloudwatch:DescribeAlarms</code>.</p>`;
  if (alarms.length === 0) return html`<p class="card fine">No alarm rings.</p>`;
  const items = alarms.map(
    ({ name, description, sinceMs }) =>
      html`<li><strong>${plain(name)}</strong> ${sinceMs === undefined ? NOTHING : timeOf(sinceMs, nowMs)}<br>${plain(description)}</li>`,
  );
  return html`<section class="card problem"><h2>${counted(alarms.length, 'alarm rings', 'alarms ring')}</h2><ul>${items}</ul></section>`;
}

interface ComingDays {
  readonly counts: ReadonlyMap<string, number>;
  readonly areMore: boolean;
}

async function comingDays({ stack, signal }: View, nowMs: number): Promise<ComingDays> {
  const dueByMs = nowMs + DAYS_AHEAD * unitsMs.d;
  const { places, next } = await placesOf(stack, { limit: MOST_SCHEDULED, dueByMs, signal });
  const days = Map.groupBy(places, ({ dueAtMs }) => new Date(dueAtMs).toISOString().slice(0, 10));
  return {
    counts: new Map([...days].map(([day, some]) => [day, some.length])),
    areMore: next !== undefined,
  };
}

function daysOf({ counts, areMore }: ComingDays, path: string): Html {
  if (counts.size === 0)
    return html`<p class="empty">No one starts in the next ${DAYS_AHEAD} days whose account waits for that day. Hires with a first day appear here once they are <a href="${path}send">sent</a>.</p>`;
  const rows = [...counts].map(([day, count]) => [dayText(day), String(count)]);
  return html`${tableOf('People who start in the coming days', ['Day', 'People'], rows)}
${areMore ? html`<p class="note">There are more than ${counted(MOST_SCHEDULED, 'person', 'people')}: the last days are not complete.</p>` : NOTHING}
<p><a href="${path}scheduled">Who they are</a></p>`;
}

function dayText(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).toLocaleDateString('en', {
    weekday: 'long',
    timeZone: 'UTC',
  });
  return `${weekday}, ${day}`;
}
