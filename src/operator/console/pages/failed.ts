import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { Reading } from '../failed-reading.ts';
import { FAILED_HEAD, failedCells, whoIn } from '../failed-text.ts';
import { type KeyedGroup, viewOf } from '../failed-view.ts';
import { counted, type Html, NOTHING, plain, tableOf, timeOf } from '../html.ts';
import { formOf, pageOf } from '../page.ts';
import type { Kept, View } from '../view.ts';
import { addChosenPages, type Chosen } from './failed-chosen.ts';
import { addMessagePages } from './failed-message.ts';
import { answer } from './jobs.ts';

/** What the operator looks for: kept, as it may be an address. */
interface Filter extends Kept {
  readonly kind: 'filter';
  readonly text: string;
}

/** A sender can cause any number of reasons, each with a table of its own. */
const MOST_GROUPS = 50;
const ROWS_OF_GROUP = 10;
const ROWS_OF_PAGE = 100;

export function addFailedPages(pages: Hono, view: View): void {
  const { memory, failed, session } = view;
  /** Undefined where the filter is no longer kept: without it, a page would be about more messages than before. */
  const textOf = (id: string) => {
    if (id === '') return '';
    const kept = memory.find(id);
    return kept?.kind === 'filter' ? (kept as Filter).text : undefined;
  };
  /** The messages are read first, if they have not been lately. */
  const readFirst = (place: string) =>
    view.jobs.start('Failed', async (show) => {
      show('Reading the failed messages.');
      await failed.read((held) => show(`${counted(held, 'failed message')} read.`));
      return { kind: 'go-to', place };
    });

  pages.get('failed', (c) => {
    const { filter = '' } = c.req.query();
    const text = textOf(filter);
    if (text === undefined) return c.notFound();
    const query = queryOf(filter);
    const reading = failed.recent();
    if (reading === undefined) return answer(c, view, readFirst(`failed${query}`), 'failed');
    const groups = viewOf(reading.messages, text);
    const shown = groups
      .slice(0, MOST_GROUPS)
      .map((group) => groupOf(view, group, { query, first: 0, rows: ROWS_OF_GROUP }));
    const body = html`${headOf(view, reading)}${filterForm(view, text)}${shown.length > 0 ? shown : emptyOf(reading, text, session.path)}${moreOf(groups.slice(MOST_GROUPS))}`;
    return c.html(pageOf(view, { title: 'Failed', current: 'failed' }, body));
  });
  pages.post('failed', async (c) => {
    const form = await c.req.formData();
    if (form.has('again')) failed.forget();
    const filter: Filter = { kind: 'filter', text: String(form.get('text') ?? '') };
    const query = queryOf(filter.text.trim() === '' ? '' : memory.keep(filter));
    return c.redirect(`${session.path}failed${query}`, 303);
  });
  pages.get('failed/group/:key', (c) => {
    const { filter = '', page = '1' } = c.req.query();
    const text = textOf(filter);
    if (text === undefined) return c.notFound();
    const query = queryOf(filter);
    const key = c.req.param('key');
    const reading = failed.recent();
    if (reading === undefined) {
      const place = `failed/group/${encodeURIComponent(key)}${query || '?'}&page=${encodeURIComponent(page)}`;
      return answer(c, view, readFirst(place), 'failed');
    }
    const group = viewOf(reading.messages, text).find((one) => one.key === key);
    const back = html`<p><a href="${session.path}failed${query}">All reasons</a></p>`;
    const first = (Math.max(1, Math.floor(Number(page)) || 1) - 1) * ROWS_OF_PAGE;
    const body = group
      ? html`${back}${groupOf(view, group, { query, first, rows: ROWS_OF_PAGE })}${pagesOf(group, first, query, session.path)}`
      : html`${back}<p class="empty">No failed message has this reason now.</p>`;
    return c.html(pageOf(view, { title: 'Failed', current: 'failed' }, body));
  });
  pages.post('failed/choose', async (c) => {
    const form = await c.req.formData();
    const [act, all] = String(form.get('act')).split('-');
    const text = textOf(String(form.get('filter') ?? ''));
    if (text === undefined) return c.notFound();
    const group = viewOf(failed.recent()?.messages ?? [], text).find(
      ({ key }) => key === form.get('group'),
    );
    const ids = all ? (group?.messages ?? []).map(({ id }) => id) : form.getAll('id').map(String);
    const chosen: Chosen = { kind: 'chosen', act: act === 'drop' ? 'drop' : 'replay', ids };
    return c.redirect(`${session.path}failed/chosen/${memory.keep(chosen)}`, 303);
  });
  addChosenPages(pages, view);
  addMessagePages(pages, view);
}

function queryOf(filter: string): string {
  return filter === '' ? '' : `?filter=${encodeURIComponent(filter)}`;
}

function headOf(view: View, { messages, inFlightElsewhere, atMs }: Reading): Html {
  const again = html`<input type="hidden" name="again" value="yes"><button class="quiet">Read again</button>`;
  return html`<div class="row"><p>${counted(messages.length, 'message needs', 'messages need')} a person. Read ${timeOf(atMs, view.clock.now())}.</p>${formOf(view, 'failed', again)}</div>
${inFlightElsewhere > 0 ? html`<p class="card waits">About ${counted(inFlightElsewhere, 'more message is', 'more messages are')} in the hands of another operator now, and not listed.</p>` : NOTHING}`;
}

function filterForm(view: View, text: string): Html {
  return formOf(
    view,
    'failed',
    html`<div class="row"><div><label for="text">Show only those with</label><input type="search" id="text" name="text" value="${text}" maxlength="400" autocomplete="off" spellcheck="false" aria-describedby="text-rule"></div><button class="quiet">Filter</button></div>
<p class="note" id="text-rule">An address, an employee id, a request id, or words of the reason.</p>`,
  );
}

function emptyOf({ messages }: Reading, text: string, path: string): Html {
  return messages.length === 0
    ? html`<p class="empty">No message has failed: no one needs you. Who waits is on <a href="${path}today">Today</a>.</p>`
    : html`<p class="empty">No failed message has “${plain(text)}”. <a href="${path}failed">Show all ${messages.length}</a></p>`;
}

function moreOf(groups: readonly KeyedGroup[]): Html {
  if (groups.length === 0) return NOTHING;
  const messages = groups.reduce((sum, group) => sum + group.messages.length, 0);
  return html`<p class="card waits">${counted(groups.length, 'more reason')}, of ${counted(messages, 'message')}, ${groups.length === 1 ? 'is' : 'are'} not shown: the ${MOST_GROUPS} most frequent come first. Filter them above, or list all with <code>joiner failed list</code>.</p>`;
}

interface Rows {
  /** With the filter. */
  readonly query: string;
  readonly first: number;
  readonly rows: number;
}

function groupOf(view: View, group: KeyedGroup, { query, first, rows }: Rows): Html {
  const { path } = view.session;
  const { key, code, rule, messages } = group;
  const nowMs = view.clock.now();
  const shown = messages.slice(first, first + rows);
  const isPart = shown.length < messages.length;
  const canChange = view.changesAs !== undefined;
  const tick = (id: string, who: string) =>
    html`<input type="checkbox" name="id" value="${id}" aria-label="Select ${who}">`;
  const table = tableOf(
    `${counted(messages.length, 'message')}: ${plain(rule)}`,
    [...(canChange ? ['Select'] : []), ...FAILED_HEAD],
    shown.map((message) => [
      ...(canChange ? [tick(message.id, whoIn(message))] : []),
      ...failedCells(message, path, nowMs),
    ]),
  );
  const filter = new URLSearchParams(query).get('filter') ?? '';
  const fields = html`<input type="hidden" name="group" value="${key}"><input type="hidden" name="filter" value="${filter}">${table}${buttonsOf(messages.length)}`;
  return html`<section class="card problem"><h2>${plain(rule)}</h2>
<p class="note">${counted(messages.length, 'message')} · ${plain(code)}${isPart ? html` · ${first + 1} to ${first + shown.length} shown · <a href="${path}failed/group/${key}${query}">all of them</a>` : NOTHING}</p>
${canChange ? formOf(view, 'failed/choose', fields) : table}</section>`;
}

function buttonsOf(count: number): Html {
  return html`<div class="row"><button name="act" value="replay">Replay selected</button><button name="act" value="replay-all" class="quiet">Replay all ${count}</button><button name="act" value="drop" class="danger">Drop selected</button><button name="act" value="drop-all" class="danger">Drop all ${count}</button></div>
<p class="note">You see what it will do first. To correct a message, open it.</p>`;
}

function pagesOf({ key, messages }: KeyedGroup, first: number, query: string, path: string): Html {
  const count = Math.ceil(messages.length / ROWS_OF_PAGE);
  if (count === 1) return NOTHING;
  const now = first / ROWS_OF_PAGE + 1;
  const start = `${path}failed/group/${key}${query || '?'}${query ? '&' : ''}page=`;
  const link = (page: number, label: string) =>
    page >= 1 && page <= count ? html`<a href="${start}${page}">${label}</a> ` : NOTHING;
  return html`<nav aria-label="Parts of the list"><p>Part ${now} of ${count}. ${link(1, 'First')}${link(now - 1, 'Before')}${link(now + 1, 'Next')}${link(count, 'Last')}</p></nav>`;
}
