import type { Hono } from 'hono';
import { html } from 'hono/html';
import { applyEdit } from '../../failed/edit-message.ts';
import { applyRecordEdit } from '../../failed/edit-record.ts';
import type { FailedMessage, ListedMessage } from '../../failed/failed-message.ts';
import { type FailedBatch, withFailedMessages } from '../../failed/failed-queues.ts';
import { soleMessage } from '../../failed/find-failed-message.ts';
import { sendCorrected } from '../../send/send-corrected.ts';
import { readStackSettings } from '../../stack/stack.ts';
import { changesOnly } from '../changes-guard.ts';
import { changeTable, fixedText, fixFields } from '../fix-form.ts';
import { type Html, listOf, NOTHING, plain, plainLines, timeOf } from '../html.ts';
import type { JobEnd } from '../jobs.ts';
import { formOf } from '../page.ts';
import type { Kept, View } from '../view.ts';
import type { Chosen } from './failed-chosen.ts';
import { answer } from './jobs.ts';

/** A correction that would be accepted, and waits for its confirmation. */
interface Fix extends Kept {
  readonly kind: 'fix';
  readonly id: string;
  readonly bodyDigest: string;
  readonly after: string;
}

export function addMessagePages(pages: Hono, view: View): void {
  const { session, memory } = view;
  pages.get('failed/message/:id', (c) => {
    const work = () =>
      withMessage(view, c.req.param('id'), 'look', async (message) => messagePage(view, message));
    return answer(c, view, view.jobs.start('Failed message', work), 'failed');
  });
  pages.post('failed/message/:id/act', changesOnly(view), async (c) => {
    const act = (await c.req.formData()).get('act') === 'drop' ? 'drop' : 'replay';
    const chosen: Chosen = { kind: 'chosen', act, ids: [c.req.param('id')] };
    return c.redirect(`${session.path}failed/chosen/${memory.keep(chosen)}`, 303);
  });
  pages.post('failed/message/:id/fix', changesOnly(view), async (c) => {
    const typed = await c.req.formData();
    const work = () =>
      withMessage(view, c.req.param('id'), 'look', (message, batch) =>
        checkFix(view, message, batch, typed),
      );
    return answer(c, view, view.jobs.start('Fix a message', work), 'failed');
  });
  pages.post('failed/fix/:fix', changesOnly(view), (c) => {
    const fix = memory.find(c.req.param('fix'));
    if (fix?.kind !== 'fix') return c.notFound();
    return answer(
      c,
      view,
      view.jobs.start('Fix a message', () => send(view, fix as Fix)),
      'failed',
    );
  });
}

/** Holds one message while the work lasts. */
function withMessage(
  view: View,
  id: string,
  as: 'look' | 'change',
  work: (message: FailedMessage, batch: FailedBatch) => Promise<JobEnd>,
): Promise<JobEnd> {
  const { stack, signal, failed } = view;
  return failed[as](() =>
    withFailedMessages(stack, { ids: new Set([id]) }, { signal }, (batch) =>
      work(soleMessage(batch.messages, id, batch.inFlightElsewhere), batch),
    ),
  );
}

function messagePage(view: View, message: FailedMessage): JobEnd {
  const body = html`${aboutOf(view, message)}${changesOf(view, message)}
<h2>As it was sent</h2><pre tabindex="0" aria-label="The message as it was sent">${plainLines(message.body)}</pre>`;
  return { kind: 'page', title: 'Failed message', current: 'failed', body };
}

function aboutOf({ session: { path }, clock }: View, message: ListedMessage): Html {
  const { reason, address, employeeId, requestId, source, personKey, isVerified } = message;
  const nowMs = clock.now();
  const person =
    personKey &&
    html` · <a href="${path}person/key/${encodeURIComponent(personKey)}">this person</a>`;
  return html`<section class="card problem"><h2>${plain(reason.message)}</h2>
${isVerified ? NOTHING : html`<p class="wait">An unknown sender put it into the queue: neither the function nor SQS did. It is neither corrected, replayed nor dropped here.</p>`}
${listOf([
  ['Address', html`${plain(address ?? 'none')}${person}`],
  ['Employee id', plain(employeeId ?? 'none')],
  ['Request', plain(requestId)],
  ...(source === undefined ? [] : [['Source', plain(source)] as const]),
  ['First seen', timeOf(message.firstSeenAtMs, nowMs)],
  ['Failed', timeOf(message.failedAtMs, nowMs)],
  ['Reason code', plain(reason.code)],
])}</section>`;
}

function changesOf(view: View, message: FailedMessage, typed?: FormData): Html {
  const { id, origin, isVerified } = message;
  if (view.changesAs === undefined || !isVerified) return NOTHING;
  const act = html`<div class="row"><button name="act" value="replay" class="quiet">Replay as it is</button><button name="act" value="drop" class="danger">Drop</button></div>`;
  const acts = formOf(view, `failed/message/${id}/act`, act);
  if (origin === 'intake-files')
    return html`<p class="card waits">It names a file, which is not corrected here: put a corrected one into the bucket, and drop this message.</p>${acts}`;
  const fields = html`${fixFields(message, typed)}<p><button>Check the correction</button></p>`;
  return html`${acts}<section class="card"><h2>Correct it</h2>${formOf(view, `failed/message/${id}/fix`, fields)}</section>`;
}

/** Its page has no form for it; a form can be posted without one. */
function assertCorrectable({ isVerified, origin }: FailedMessage): void {
  if (!isVerified)
    throw new Error('An unknown sender put it into the queue: it is not corrected here.');
  if (origin === 'intake-files') throw new Error('It names a file, which is not corrected here.');
}

/** Shows what would be sent, or why it would be refused. */
async function checkFix(
  view: View,
  message: FailedMessage,
  { digests, intakeDigests }: FailedBatch,
  typed: FormData,
): Promise<JobEnd> {
  assertCorrectable(message);
  const settings = await readStackSettings(view.stack);
  const bounds = { ...settings, digests, intakeDigests };
  const text = fixedText(message, typed);
  const edited =
    message.origin === 'new-hires'
      ? applyEdit(message, text, bounds)
      : await applyRecordEdit(message, text, bounds);
  if (edited.kind === 'refused') {
    const body = html`<p class="card problem" role="alert">It would be refused: ${plain(edited.reason.message)}</p>${changesOf(view, message, typed)}`;
    return { kind: 'page', title: 'Correct a message', current: 'failed', body };
  }
  const { id, bodyDigest } = message;
  const fix: Fix = { kind: 'fix', id, bodyDigest, after: edited.body };
  const fields = html`<p><button>Send it in place of the failed one</button></p>`;
  const body = html`<div class="card"><p>The corrected message is sent under the same request id, and the failed one is deleted. It is logged as ${plain(view.changesAs)}.</p>
${changeTable(message, edited.body)}
${formOf(view, `failed/fix/${view.memory.keep(fix)}`, fields)}
<p><a href="${view.session.path}failed/message/${id}">Back, without a change</a></p></div>`;
  return { kind: 'page', title: 'Correct a message', current: 'failed', body };
}

function send(view: View, { id, bodyDigest, after }: Fix): Promise<JobEnd> {
  return withMessage(view, id, 'change', async (message, batch) => {
    assertCorrectable(message);
    // The correction was made of this very body.
    if (message.bodyDigest !== bodyDigest)
      throw new Error('The message is another one now: open it again.');
    await sendCorrected(view.stack, batch, message, after);
    const { path } = view.session;
    const body = html`<p class="card fine">It is sent, under the same request id.</p><p><a href="${path}failed">What is left</a></p>`;
    return { kind: 'page', title: 'Corrected', current: 'failed', body };
  });
}
