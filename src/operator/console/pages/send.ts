import { setTimeout as delay } from 'node:timers/promises';
import type { Hono } from 'hono';
import { html } from 'hono/html';
import { unitsMs } from '../../duration.ts';
import {
  endSourcesOf,
  type FollowedHire,
  followHires,
  hasSucceeded,
} from '../../send/follow-hires.ts';
import { parseHireFile } from '../../send/hire-file.ts';
import type { HireFile } from '../../send/hire-message.ts';
import { MalformedFileError } from '../../send/malformed-file-error.ts';
import { planOnStack } from '../../send/plan-on-stack.ts';
import { isCorrected, type PlannedHire } from '../../send/planned-hire.ts';
import { sendHires } from '../../send/send-hires.ts';
import { shownName } from '../../sources/open-file.ts';
import { readStackSettings } from '../../stack/stack.ts';
import { changesOnly } from '../changes-guard.ts';
import { counted, type Html, NOTHING, plain, tableOf } from '../html.ts';
import type { JobEnd } from '../jobs.ts';
import { formOf, pageOf } from '../page.ts';
import { planText, refusedText } from '../plan-text.ts';
import type { Kept, View } from '../view.ts';
import { answer } from './jobs.ts';

/** Hires of a file that was checked, and waits for its confirmation. */
interface Checked extends Kept {
  readonly kind: 'checked';
  readonly hires: readonly PlannedHire[];
  readonly newPeople: number;
}

const MOST_NEW = 500;
const RATE = 10;
const FOLLOW_EVERY_MS = 1_000;
const FOLLOW_FOR_MS = 15 * unitsMs.m;
const DIRECTORY_TIMEOUT_MS = 30_000;
const SHOWN = 200;

export function addSendPages(pages: Hono, view: View): void {
  pages.get('send', (c) =>
    c.html(pageOf(view, { title: 'Send', current: 'send' }, uploadForm(view))),
  );
  pages.post('send', async (c) => {
    const file = (await c.req.formData()).get('file');
    if (!(file instanceof File) || file.size === 0)
      return c.redirect(`${view.session.path}send`, 303);
    const job = view.jobs.start('Send', (show) => check(view, file, show));
    return answer(c, view, job, 'send');
  });
  pages.post('send/:id', changesOnly(view), async (c) => {
    const checked = view.memory.find(c.req.param('id'));
    if (checked?.kind !== 'checked') return c.notFound();
    const { hires, newPeople } = checked as Checked;
    const isMeant = newPeople <= MOST_NEW || (await c.req.formData()).has('manyNew');
    if (!isMeant) return c.html(pageOf(view, { title: 'Send', current: 'send' }, TOO_MANY), 400);
    const job = view.jobs.start('Sending', (show) => send(view, hires, show));
    return answer(c, view, job, 'send');
  });
}

const TOO_MANY = html`<p class="card problem" role="alert">The file has more than ${MOST_NEW} new people, and the box that says it is the right one was not ticked. Nothing is sent.</p>`;

function uploadForm(view: View): Html {
  const fields = html`<div class="field"><label for="file">The file of hires</label>
<p class="note" id="file-rule">Drop it here, or choose it. CSV, JSON or JSON lines, or a file as an HR system writes it. Nothing is sent yet: first you see what would become of each person.</p>
<input type="file" id="file" name="file" required aria-describedby="file-rule"></div><p><button>Check the file</button></p>`;
  return formOf(view, 'send', fields, { isUpload: true });
}

async function check(view: View, upload: File, show: (line: string) => void): Promise<JobEnd> {
  const { stack, signal, failed } = view;
  show('Reading the file.');
  const settings = await readStackSettings(stack);
  const { acceptedEventTypes } = settings.policy;
  try {
    const file = await parseHireFile(bytesOf(upload, await upload.arrayBuffer()), {
      acceptedEventTypes,
      usesRecognised: true,
      onProgress: (records) => show(`${counted(records, 'record')} read.`),
    });
    show('Looking up each person.');
    const directorySignal = AbortSignal.timeout(DIRECTORY_TIMEOUT_MS);
    const plan = await failed.look(() =>
      planOnStack(stack, file.messages, settings, { signal, directorySignal }),
    );
    const body = html`${fileText(upload.name, file)}${planText(plan)}${refusedText(file.refused)}${sendForm(view, plan.hires)}`;
    return { kind: 'page', title: 'Send', current: 'send', body };
  } catch (error) {
    if (!(error instanceof MalformedFileError)) throw error;
    const lines = error.message.split('\n').map((line) => html`${plain(line)}<br>`);
    const body = html`<p class="card problem" role="alert">${lines}</p>${uploadForm(view)}`;
    return { kind: 'page', title: 'Send', current: 'send', body };
  }
}

function bytesOf({ name, size }: File, content: ArrayBuffer) {
  async function* open() {
    yield new Uint8Array(content);
  }
  return { name: shownName(name), size, open };
}

function fileText(name: string, { messages, leftOut, notes }: HireFile): Html {
  const source = messages.find((message) => message.source !== undefined)?.source;
  const kind =
    source === undefined ? 'with the fields of the contract' : `as ${plain(source)} writes it`;
  return html`<p>${plain(name)}: a file ${kind}, ${counted(messages.length, 'hire')}.${leftOut > 0 ? ` ${counted(leftOut, 'record')} left out: no new hires, says the source.` : ''}</p>
${notes.map((note) => html`<p class="note">${plain(note)}</p>`)}`;
}

function sendForm(view: View, planned: readonly PlannedHire[]): Html {
  const hires = planned.filter((hire) => !isCorrected(hire));
  const countOf = (...kinds: readonly string[]) =>
    hires.filter(({ prospect }) => kinds.includes(prospect.kind)).length;
  if (view.changesAs === undefined)
    return html`<p class="note">This console only shows. To send the file: <code>joiner console --changes</code>, or <code>joiner send</code>.</p>`;
  if (hires.length === 0) return NOTHING;
  const newPeople = countOf('new', 'waits');
  const refused = countOf('rejected');
  const checked: Checked = { kind: 'checked', hires, newPeople };
  const many = html`<p class="field"><label class="tick"><input type="checkbox" name="manyNew" value="yes" required>The file has ${newPeople} new people, more than ${MOST_NEW}. It is the right file.</label></p>`;
  const fields = html`${newPeople > MOST_NEW ? many : NOTHING}<p><button>Send ${counted(hires.length, 'hire')}</button></p>`;
  return html`<div class="card"><p>${refused > 0 ? html`<strong>${refused} of them will be refused.</strong> ` : NOTHING}A person who has an account keeps it: to send a hire twice does no harm. It is logged as ${plain(view.changesAs)}.</p>${formOf(view, `send/${view.memory.keep(checked)}`, fields)}</div>`;
}

async function send(
  view: View,
  hires: readonly PlannedHire[],
  show: (line: string) => void,
): Promise<JobEnd> {
  const { stack, signal, clock, failed } = view;
  const sentAtMs = clock.now();
  const pause = (ms: number) => delay(ms, undefined, { signal }).catch(() => undefined);
  const sent = await sendHires(stack, hires, {
    ratePerSecond: RATE,
    signal,
    pause,
    onProgress: (count) => show(`${count} of ${hires.length} sent.`),
  });
  failed.forget();
  if (sent < hires.length) {
    const body = html`<p class="card waits">${sent} sent, ${hires.length - sent} not. Send the file again: a hire that is sent twice gets one account.</p>`;
    return { kind: 'page', title: 'Sent in part', current: 'send', body };
  }
  const sources = endSourcesOf(stack, signal);
  const { hires: followed } = await followHires(hires, {
    ...sources,
    failed: () => failed.look(sources.failed),
    sentAtMs,
    signal,
    async untilNextLook() {
      await pause(FOLLOW_EVERY_MS);
      return clock.now() - sentAtMs > FOLLOW_FOR_MS ? 'last' : 'more';
    },
    onProgress: (ended) => show(`All sent. ${ended} of ${hires.length} have reached their end.`),
  });
  failed.forget();
  return {
    kind: 'page',
    title: 'Sent',
    current: 'send',
    body: endsText(followed, view.session.path),
  };
}

function endsText(hires: readonly FollowedHire[], path: string): Html {
  const toLookAt = hires.filter((hire) => !hasSucceeded(hire));
  const done = hires.length - toLookAt.length;
  const rows = toLookAt
    .slice(0, SHOWN)
    .map(({ line, address, end }) => [
      String(line),
      plain(address),
      end === undefined || !('reason' in end) ? 'still being worked on' : plain(end.reason.message),
    ]);
  return html`<p class="card ${toLookAt.length === 0 ? 'fine' : 'waits'}">${counted(done, 'person has', 'people have')} an account, or get it on their day.${toLookAt.length > 0 ? ` ${toLookAt.length} not yet.` : ''}</p>
${rows.length > 0 ? html`${tableOf('Hires without an account', ['Line', 'Person', 'Why'], rows)}<p><a href="${path}failed">Failed messages</a></p>` : NOTHING}
<p><a href="${path}today">Today</a></p>`;
}
