import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Hono } from 'hono';
import { html } from 'hono/html';
import * as v from 'valibot';
import { examineStack } from '../../doctor/examine-stack.ts';
import type { Finding } from '../../doctor/finding.ts';
import { findMapping } from '../../stack/consumption.ts';
import { isOff } from '../../stack/pause.ts';
import { changedSince, type PauseNote, readPauseNote } from '../../stack/pause-note.ts';
import { counted, type Html, listOf, NOTHING, plain, tableOf, timeOf } from '../html.ts';
import type { View } from '../view.ts';
import { answer } from './jobs.ts';
import { addPausePages, pauseForm } from './pause.ts';

export function addHealthPages(pages: Hono, view: View): void {
  pages.get('health', (c) => {
    const job = view.jobs.start('Health', async (show) => {
      show('Checking the stack.');
      return { kind: 'page', title: 'Health', current: 'health', body: await healthOf(view) };
    });
    return answer(c, view, job, 'health');
  });
  addPausePages(pages, view);
}

async function healthOf(view: View): Promise<Html> {
  const { stack, clock, signal, failed } = view;
  const nowMs = clock.now();
  const [findings, consumption, audit] = await Promise.all([
    // It looks at the failed messages: other looks of this console wait.
    failed.look(() => examineStack(stack, { nowMs, signal })),
    consumptionOf(view),
    auditOf(view),
  ]);
  const problems = findings.filter(({ state }) => state === 'problem');
  const others = findings.filter(({ state }) => state !== 'problem');
  return html`${problems.length === 0 ? html`<p class="card fine">No problems found in ${counted(findings.length, 'check')}.</p>` : NOTHING}
${problems.map(problemOf)}
${consumption}
<h2>The last audit</h2>
${audit}
<h2>What was checked</h2>
${tableOf('Checks without a problem', ['Check', 'State', 'Found'], others.map(rowOf))}`;
}

function problemOf({ check, found, remedy = '' }: Finding): Html {
  return html`<section class="card problem"><h2>${plain(check)}</h2><p>${linesOf(found)}</p><p><strong>What to do:</strong> ${linesOf(remedy)}</p></section>`;
}

function rowOf({ check, state, found }: Finding): (Html | string)[] {
  const label = state === 'ok' ? html`<span class="good">ok</span>` : 'not checked here';
  return [plain(check), label, linesOf(found)];
}

function linesOf(text: string): Html {
  return html`${text.split('\n').map((line, index) => html`${index === 0 ? NOTHING : html`<br>`}${plain(line)}`)}`;
}

async function consumptionOf(view: View): Promise<Html> {
  const { stack, clock } = view;
  const mapping = await findMapping(stack);
  if (!isOff(mapping))
    return html`<section class="card fine"><h2>New hires are worked on</h2>${pauseForm(view, 'pause')}</section>`;
  const note = await readPauseNote(stack, mapping).catch(() => undefined);
  return html`<section class="card waits"><h2>New hires wait: the work is paused</h2>${noteOf(note, note && changedSince(note, mapping), clock.now())}${pauseForm(view, 'resume')}</section>`;
}

function noteOf(note: PauseNote | undefined, changedAt: string | undefined, nowMs: number): Html {
  if (note === undefined)
    return html`<p>No note says who paused it, or it cannot be read: ask before you resume.</p>`;
  return listOf([
    ['Paused by', plain(note.by)],
    ['When', timeOf(Date.parse(note.at), nowMs)],
    ['Why', plain(note.why ?? 'no reason was given')],
    ...(changedAt === undefined
      ? []
      : [
          ['But', html`something else changed it ${timeOf(Date.parse(changedAt), nowMs)}`] as const,
        ]),
  ]);
}

/** Of a report: what the page shows. */
const report = v.object({
  stack: v.string(),
  startedAt: v.string(),
  endedAt: v.optional(v.string()),
  complete: v.boolean(),
  findings: v.array(v.object({ kind: v.string() })),
});

async function auditOf({ auditFile, clock, stack }: View): Promise<Html> {
  if (auditFile === undefined)
    return html`<p class="empty">No report was given. <code>joiner audit --out FILE</code> writes one; <code>joiner console --audit FILE</code> shows it here.</p>`;
  const file = await readFile(auditFile, 'utf8');
  const text = file.slice(0, file.lastIndexOf('sha256 '));
  if (file.slice(text.length) !== `sha256 ${hash('sha256', text)}\n`)
    return html`<p class="card problem">The file of --audit does not have the SHA-256 that is its last line: it is no report, or not as it was written.</p>`;
  const read = v.safeParse(report, JSON.parse(text));
  if (!read.success || read.output.stack !== stack.name)
    return html`<p class="card problem">The file of --audit is not a report of an audit of this stack.</p>`;
  const { startedAt, endedAt, complete, findings } = read.output;
  const kinds = Map.groupBy(findings, ({ kind }) => kind);
  const state = complete ? 'complete' : 'not complete: run the same audit again';
  return html`<div class="card ${complete && findings.length === 0 ? 'fine' : 'problem'}">${listOf([
    ['Begun', timeOf(Date.parse(startedAt), clock.now())],
    ['Ended', endedAt === undefined ? 'not yet' : timeOf(Date.parse(endedAt), clock.now())],
    ['State', state],
    [
      'Found',
      findings.length === 0
        ? 'nothing'
        : html`${[...kinds].map(([kind, some]) => html`${some.length} × ${plain(kind)}<br>`)}`,
    ],
  ])}</div>`;
}
