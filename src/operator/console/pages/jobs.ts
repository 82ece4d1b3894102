import { setTimeout as delay } from 'node:timers/promises';
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Job, JobEnd } from '../jobs.ts';
import { pageOf } from '../page.ts';
import type { PageName } from '../page-names.ts';
import type { View } from '../view.ts';

/** A page is shown at once where its work ends within this. */
const PATIENCE_MS = 1_500;

/** The pages of work that takes its time. */
export function addJobPages(pages: Hono, view: View): void {
  pages.get('jobs/:id', async (c) => {
    const job = view.jobs.find(c.req.param('id'));
    if (job === undefined) return c.notFound();
    const end = job.end();
    return end === undefined ? waitingPage(c, view, job) : endPage(c, view, end);
  });
  pages.get('jobs/:id/part', (c) => {
    const job = view.jobs.find(c.req.param('id'));
    if (job === undefined) return c.notFound();
    return c.json({ line: job.line(), isDone: job.end() !== undefined });
  });
}

/** Shows what work came to, or how far it is. After a form, another address: to load it again does nothing twice. */
export async function answer(c: Context, view: View, job: Job, current?: PageName) {
  const isForm = c.req.method !== 'GET';
  await Promise.race([
    job.ended,
    delay(PATIENCE_MS, undefined, { signal: view.signal }).catch(() => {}),
  ]);
  const end = job.end();
  if (end?.kind === 'go-to' || (end && !isForm)) return endPage(c, view, end, current);
  return c.redirect(`${view.session.path}jobs/${job.id}`, 303);
}

/** @throws the error of work that failed */
function endPage(c: Context, view: View, end: JobEnd, current?: PageName) {
  if (end.kind === 'failed') throw end.error;
  if (end.kind === 'go-to') return c.redirect(`${view.session.path}${end.place}`, 303);
  return c.html(pageOf(view, { title: end.title, current: current ?? end.current }, end.body));
}

function waitingPage(c: Context, view: View, { id, title, line }: Job) {
  const here = `${view.session.path}jobs/${id}`;
  const body = html`<p id="progress" role="status" data-part="${here}/part" data-next="${here}">${line() || 'It has begun.'}</p>
<p><a href="${here}">Look now</a></p>`;
  return c.html(pageOf(view, { title, script: 'progress.js' }, body));
}
