import type { Hono } from 'hono';
import { html } from 'hono/html';
import { listScheduled, type Place } from '../../stack/list-scheduled.ts';
import { isDue } from '../../stack/stored-hire.ts';
import { type Html, NOTHING, plain, tableOf, timeOf } from '../html.ts';
import type { View } from '../view.ts';
import { answer } from './jobs.ts';

const ROWS = 100;

export function addScheduledPages(pages: Hono, view: View): void {
  pages.get('scheduled', (c) => {
    const after = placeOf(c.req.query('after') ?? '');
    const job = view.jobs.start('Scheduled', async () => ({
      kind: 'page',
      title: 'Scheduled',
      current: 'scheduled',
      body: await scheduledOf(view, after),
    }));
    return answer(c, view, job, 'scheduled');
  });
}

async function scheduledOf(
  { stack, clock, signal, session: { path } }: View,
  after: Place | undefined,
): Promise<Html> {
  const { hires, next } = await listScheduled(stack, { limit: ROWS, after, signal });
  const nowMs = clock.now();
  if (hires.length === 0 && next === undefined)
    return html`<p class="empty">No account waits for a first day${after ? ' after these' : ''}. A hire whose first day is still to come appears here once it is <a href="${path}send">sent</a>.</p>`;
  const rows = hires.map((hire) => [
    timeOf(hire.dueAtMs, nowMs),
    isDue(hire, nowMs) ? html`<span class="bad">due, and not begun</span>` : 'waits for the day',
    html`<a href="${path}person/key/${encodeURIComponent(hire.personKey)}">${plain(hire.address ?? hire.personKey)}</a>`,
    plain(hire.requestId),
    timeOf(hire.askedAtMs, nowMs),
  ]);
  const more = next && encodeURIComponent(`${next.dueAtMs},${next.key}`);
  return html`<p>These people get their account on their day, by themselves. The first comes first.</p>
${tableOf('Accounts that wait for a first day', ['When', 'State', 'Person', 'Request', 'Sent'], rows)}
${more === undefined ? NOTHING : html`<p><a href="${path}scheduled?after=${more}">Later ones</a></p>`}`;
}

function placeOf(text: string): Place | undefined {
  const [, time, key = ''] = /^(\d+),((?:user|employee)#[0-9a-f]{64})$/.exec(text) ?? [];
  return time === undefined ? undefined : { dueAtMs: Number(time), key };
}
