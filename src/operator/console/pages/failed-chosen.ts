import { setTimeout as delay } from 'node:timers/promises';
import type { Hono } from 'hono';
import { html } from 'hono/html';
import { drop } from '../../failed/drop.ts';
import type { FailedMessage, ListedMessage } from '../../failed/failed-message.ts';
import { type FailedBatch, withFailedMessages } from '../../failed/failed-queues.ts';
import { LostHoldError } from '../../failed/lost-hold-error.ts';
import { stillRefused } from '../../failed/still-refused.ts';
import { type ReplayCounts, type Replayed, replay } from '../../send/replay.ts';
import { readStackSettings } from '../../stack/stack.ts';
import { changesOnly } from '../changes-guard.ts';
import { FAILED_HEAD, failedCells } from '../failed-text.ts';
import { counted, type Html, NOTHING, plain, tableOf } from '../html.ts';
import type { JobEnd } from '../jobs.ts';
import { formOf } from '../page.ts';
import { rateField, rateOf } from '../rate-field.ts';
import type { Kept, View } from '../view.ts';
import { whyField, whyOf } from '../why-field.ts';
import { answer } from './jobs.ts';

/** Failed messages, and what is to become of them. */
export interface Chosen extends Kept {
  readonly kind: 'chosen';
  readonly act: 'replay' | 'drop';
  readonly ids: readonly string[];
}

/** What a page has shown that it will do, to exactly these messages. */
interface Shown extends Kept {
  readonly kind: 'shown';
  readonly act: 'replay' | 'drop';
  readonly ids: readonly string[];
  /** Of these, those that would be refused again. */
  readonly refused: readonly string[];
  /** The choice that the page was made of. */
  readonly chosen: string;
}

const SHOWN = 100;
const TITLES = { replay: 'Replay messages', drop: 'Drop messages' } as const;

export function addChosenPages(pages: Hono, view: View): void {
  const chosenBy = (id: string) => {
    const kept = view.memory.find(id);
    return kept?.kind === 'chosen' ? (kept as Chosen) : undefined;
  };
  pages.get('failed/chosen/:id', changesOnly(view), (c) => {
    const id = c.req.param('id');
    const chosen = chosenBy(id);
    if (chosen === undefined) return c.notFound();
    const job = view.jobs.start(TITLES[chosen.act], async (show) => {
      show('Looking at the messages.');
      return firstLook(view, chosen, id);
    });
    return answer(c, view, job, 'failed');
  });
  pages.post('failed/shown/:id', changesOnly(view), async (c) => {
    const kept = view.memory.find(c.req.param('id'));
    if (kept?.kind !== 'shown') return c.notFound();
    const shown = kept as Shown;
    const form = await c.req.formData();
    const why = whyOf(form);
    if (shown.act === 'drop' && why === undefined)
      return c.redirect(`${view.session.path}failed/chosen/${shown.chosen}`, 303);
    const job = view.jobs.start(TITLES[shown.act], (show) =>
      shown.act === 'drop'
        ? dropAll(view, shown, why ?? '', show)
        : replayAll(view, shown, form, show),
    );
    return answer(c, view, job, 'failed');
  });
}

/** Messages of unknown senders are left to the command line, where each is named by its id. */
interface Sorted {
  readonly verified: readonly FailedMessage[];
  readonly unverified: readonly ListedMessage[];
  readonly refused: readonly FailedMessage[];
}

async function sorted(view: View, batch: FailedBatch): Promise<Sorted> {
  const { digests, intakeDigests } = batch;
  const settings = await readStackSettings(view.stack);
  const verified = batch.messages.filter(({ isVerified }) => isVerified);
  return {
    verified,
    unverified: batch.messages.filter(({ isVerified }) => !isVerified),
    refused: await stillRefused(verified, { ...settings, digests, intakeDigests }),
  };
}

/** What it will do. */
async function firstLook(view: View, { act, ids }: Chosen, id: string): Promise<JobEnd> {
  const { stack, signal, failed } = view;
  const body = await failed.look(() =>
    withFailedMessages(stack, { ids: new Set(ids) }, { signal }, async (batch) => {
      const all = await sorted(view, batch);
      const missing = ids.length - batch.messages.length;
      const shown: Shown = {
        kind: 'shown',
        act,
        ids: all.verified.map((one) => one.id),
        refused: all.refused.map((one) => one.id),
        chosen: id,
      };
      const path = `failed/shown/${view.memory.keep(shown)}`;
      return html`${notesOf(all, missing, ids.length)}${act === 'drop' ? dropForm(view, path, all) : replayForm(view, path, all)}`;
    }),
  );
  return { kind: 'page', title: TITLES[act], current: 'failed', body };
}

function notesOf({ unverified }: Sorted, missing: number, all: number): Html {
  return html`
${all === 0 ? html`<p class="card waits">No message is selected: go back, and tick some.</p>` : NOTHING}
${missing > 0 ? html`<p class="card waits">${counted(missing, 'message is', 'messages are')} not there any more, or in the hands of another operator.</p>` : NOTHING}
${unverified.length > 0 ? html`<p class="card waits">${counted(unverified.length, 'message')} came from an unknown sender, and ${unverified.length === 1 ? 'is' : 'are'} left out. Open ${unverified.length === 1 ? 'it' : 'each'} first; then <code>joiner failed replay ID --unverified</code>.</p>` : NOTHING}`;
}

function replayForm(view: View, path: string, { verified, refused }: Sorted): Html {
  const fresh = verified.length - refused.length;
  if (verified.length === 0) return backOf(view);
  const fields = html`
${refused.length > 0 ? html`<p class="field"><label class="tick"><input type="checkbox" name="all" value="yes">Also the ${refused.length} that would be refused again</label></p>` : NOTHING}
${rateField()}
<p><button>Replay</button></p>`;
  return html`<div class="card"><p>${counted(fresh, 'message goes', 'messages go')} back to the queue that ${fresh === 1 ? 'it' : 'they'} came in by, as ${fresh === 1 ? 'it is' : 'they are'}, the oldest first. An account that exists is not made twice.</p>
${refused.length > 0 ? html`<p><strong>${counted(refused.length, 'message')} would be refused again</strong>, and ${refused.length === 1 ? 'is' : 'are'} left out: open and correct ${refused.length === 1 ? 'it' : 'them'} instead.</p>` : NOTHING}
<p>It stops by itself where most of the last ones fail again. ${loggedAs(view)}</p>
${formOf(view, path, fields)}</div>
${listed(view, verified)}${backOf(view)}`;
}

function dropForm(view: View, path: string, { verified }: Sorted): Html {
  if (verified.length === 0) return backOf(view);
  const fields = html`${whyField('the readers of the event')}<p><button class="danger">Drop ${counted(verified.length, 'message')} for good</button></p>`;
  return html`<div class="card problem"><p>${counted(verified.length, 'message is', 'messages are')} deleted for good, and an event reports each of them with your reason. No account is made for ${verified.length === 1 ? 'it' : 'them'}.</p>
<p>A message whose hire has an account already is kept. ${loggedAs(view)}</p>
${formOf(view, path, fields)}</div>
${listed(view, verified)}${backOf(view)}`;
}

function loggedAs({ changesAs = '' }: View): string {
  return `It is logged as ${plain(changesAs)}.`;
}

function listed({ session, clock }: View, messages: readonly ListedMessage[]): Html {
  const rows = messages.slice(0, SHOWN).map((one) => failedCells(one, session.path, clock.now()));
  const more = messages.length - rows.length;
  return html`<h2>Whom it is about</h2>${tableOf('The messages', FAILED_HEAD, rows)}${more > 0 ? html`<p class="note">and ${more} more</p>` : NOTHING}`;
}

function backOf({ session }: View): Html {
  return html`<p><a href="${session.path}failed">Back, without a change</a></p>`;
}

async function replayAll(
  view: View,
  { ids, refused: shownRefused }: Shown,
  form: FormData,
  show: (line: string) => void,
): Promise<JobEnd> {
  const { stack, signal, clock, failed } = view;
  const result = await failed.change(() =>
    withFailedMessages(stack, { ids: new Set(ids) }, { signal }, async (batch) => {
      const { verified, refused } = await sorted(view, batch);
      const leftOut = new Set(shownRefused);
      const refusedNow = refused.filter(({ id }) => !leftOut.has(id));
      for (const { id } of refusedNow) leftOut.add(id);
      const sendsAll = form.has('all');
      const messages = sendsAll ? verified : verified.filter(({ id }) => !leftOut.has(id));
      const end = await replay(
        stack,
        { ...batch, messages },
        {
          ratePerSecond: rateOf(form),
          signal,
          clock,
          pause: (ms) => delay(ms, undefined, { signal }).catch(() => undefined),
          onProgress: (counts) => show(countsText(counts)),
        },
      );
      return {
        ...end,
        lost: end.lost + ids.length - verified.length,
        refusedNow: sendsAll ? 0 : refusedNow.length,
      };
    }),
  );
  return { kind: 'page', title: 'Replayed', current: 'failed', body: replayedText(view, result) };
}

function countsText({ replayed, done, failed, stalled, toIntake, left }: ReplayCounts): string {
  const raw = toIntake === 0 ? '' : `, ${toIntake} given to the intake`;
  return `${replayed} sent again: ${done} ready or waiting for their day, ${failed} failed again, ${stalled} still tried${raw}; ${left} left.`;
}

/** With the messages that the page had shown as to be sent, and that were not. */
type ReplayedShown = Replayed & { readonly refusedNow: number };

function replayedText(view: View, result: ReplayedShown): Html {
  const { failed, stalled, left, lost, refusedNow } = result;
  const isFine = failed + stalled + left + lost + refusedNow === 0;
  return html`<div class="card ${isFine ? 'fine' : 'waits'}"><p>${countsText(result)}</p>
${result.stoppedBy ? html`<p><strong>It stopped:</strong> most of the last messages failed again, or are still tried. Fix the cause first, by <a href="${view.session.path}health">Health</a>, then replay the rest.</p>` : NOTHING}
${refusedNow > 0 ? html`<p>${counted(refusedNow, 'message')} would be refused by now, and ${refusedNow === 1 ? 'is' : 'are'} left out.</p>` : NOTHING}
${lostText(lost)}</div>
<p><a href="${view.session.path}failed">What is left</a></p>`;
}

function lostText(lost: number): Html {
  if (lost === 0) return NOTHING;
  return html`<p>${counted(lost, 'message is', 'messages are')} not there as shown any more, or in the hands of another operator: nothing was done with ${lost === 1 ? 'it' : 'them'}.</p>`;
}

async function dropAll(
  view: View,
  { ids }: Shown,
  why: string,
  show: (line: string) => void,
): Promise<JobEnd> {
  const { stack, signal, clock, failed, changesAs: droppedBy = '' } = view;
  const counts = { dropped: 0, kept: 0, lost: 0 };
  let left = 0;
  await failed.change(() =>
    withFailedMessages(stack, { ids: new Set(ids) }, { signal }, async (batch) => {
      const { verified } = await sorted(view, batch);
      counts.lost = ids.length - verified.length;
      for (const message of verified.toReversed()) {
        if (signal.aborted) break;
        const end = await dropOne(() =>
          drop(stack, batch, message, { why, atMs: clock.now(), droppedBy }),
        );
        counts[end] += 1;
        show(`${counts.dropped} of ${verified.length} dropped.`);
      }
      left = ids.length - counts.dropped - counts.kept - counts.lost;
    }),
  );
  const body = html`<div class="card ${counts.kept + counts.lost + left === 0 ? 'fine' : 'waits'}"><p>${counted(counts.dropped, 'message')} dropped, and reported.</p>
${counts.kept > 0 ? html`<p>${counts.kept} kept: an account by the very request exists. A replay reports it again, and removes the message.</p>` : NOTHING}
${lostText(counts.lost)}
${left > 0 ? html`<p>${left} left, as the console ended.</p>` : NOTHING}</div>
<p><a href="${view.session.path}failed">What is left</a></p>`;
  return { kind: 'page', title: 'Dropped', current: 'failed', body };
}

async function dropOne(act: () => ReturnType<typeof drop>): Promise<'dropped' | 'kept' | 'lost'> {
  try {
    return (await act()) === undefined ? 'kept' : 'dropped';
  } catch (error) {
    if (error instanceof LostHoldError) return 'lost';
    throw error;
  }
}
