import { setTimeout as delay } from 'node:timers/promises';
import type { Hono } from 'hono';
import { html } from 'hono/html';
import { pauseOnRecord, resumeOnRecord } from '../../changes/turn-consumption.ts';
import { findMapping } from '../../stack/consumption.ts';
import type { PauseOptions } from '../../stack/pause.ts';
import type { PauseNote } from '../../stack/pause-note.ts';
import { queueDepth } from '../../stack/queue-depth.ts';
import { MAX_TAG_LENGTH, toTag } from '../../stack/tag-text.ts';
import { changesOnly } from '../changes-guard.ts';
import { counted, type Html, plain } from '../html.ts';
import type { JobEnd } from '../jobs.ts';
import { formOf, pageOf } from '../page.ts';
import type { View } from '../view.ts';
import { whyField, whyOf } from '../why-field.ts';
import { answer } from './jobs.ts';

type Direction = 'pause' | 'resume';

const WORDS = {
  pause: {
    button: 'Pause',
    title: 'Pause the work',
    follows: 'New hires wait until someone resumes. What is being worked on now is finished.',
  },
  resume: {
    button: 'Resume',
    title: 'Resume the work',
    follows: 'What waits is worked on, the oldest first.',
  },
} as const;

/** Shown where changes are allowed: what a pause needs, and a way to resume. */
export function pauseForm(view: View, direction: Direction): Html {
  if (view.changesAs === undefined) return html``;
  const { title } = WORDS[direction];
  return html`<p><a class="button" href="${view.session.path}${direction}">${title}</a></p>`;
}

export function addPausePages(pages: Hono, view: View): void {
  for (const direction of ['pause', 'resume'] as const) {
    pages.get(direction, changesOnly(view), async (c) => {
      const { title } = WORDS[direction];
      return c.html(pageOf(view, { title, current: 'health' }, await firstOf(view, direction)));
    });
    pages.post(direction, changesOnly(view), async (c) => {
      const why = whyOf(await c.req.formData());
      if (direction === 'pause' && !isNote(why)) {
        const body = html`<p class="card problem" role="alert">Give a reason of at most ${MAX_TAG_LENGTH} characters; each but letters, digits, spaces and +-._:/@ counts three times.</p>${await firstOf(view, direction)}`;
        return c.html(pageOf(view, { title: WORDS.pause.title, current: 'health' }, body), 400);
      }
      const job = view.jobs.start(WORDS[direction].title, (show) =>
        turn(view, why, show, direction),
      );
      return answer(c, view, job, 'health');
    });
  }
}

/** What it will do. */
async function firstOf(view: View, direction: Direction): Promise<Html> {
  const { stack, changesAs = '' } = view;
  const { waiting, inFlight } = await queueDepth(stack.clients.sqs, stack.outputs.NewHireQueueUrl);
  const { button, follows } = WORDS[direction];
  const fields = html`${direction === 'pause' ? whyField('the next operator') : ''}<p><button>${button}</button></p>`;
  return html`<div class="card"><p>${follows}</p>
<p>${counted(waiting, 'message')} ${waiting === 1 ? 'waits' : 'wait'} now; ${inFlight} being worked on or waiting for the next try. It is logged as ${plain(changesAs)}.</p>
${formOf(view, direction, fields)}
<p><a href="${view.session.path}health">Back, without a change</a></p></div>`;
}

function isNote(why: string | undefined): why is string {
  return why !== undefined && toTag(why).length <= MAX_TAG_LENGTH;
}

async function turn(
  view: View,
  why: string | undefined,
  show: (line: string) => void,
  direction: Direction,
): Promise<JobEnd> {
  const { stack, signal, clock, changesAs = '' } = view;
  const mapping = await findMapping(stack);
  const noteErrors: string[] = [];
  const options: PauseOptions = {
    signal,
    pause: (ms) => delay(ms, undefined, { signal }).catch(() => undefined),
    onState: (state) => show(`It takes effect in a moment (${state}).`),
    onNoteError: (doing, { name }) => noteErrors.push(`The note could not be ${doing} (${name}).`),
  };
  const note: PauseNote = {
    by: changesAs,
    at: new Date(clock.now()).toISOString(),
    ...(why !== undefined && { why }),
  };
  if (direction === 'pause') await pauseOnRecord(stack, mapping, note, options);
  else await resumeOnRecord(stack, mapping, options);
  if (noteErrors.length === 0) return { kind: 'go-to', place: 'health' };
  const body = html`<p class="card waits">It is done. ${noteErrors.join(' ')}</p>`;
  return { kind: 'page', title: WORDS[direction].title, current: 'health', body };
}
