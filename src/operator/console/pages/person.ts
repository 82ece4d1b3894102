import type { Hono } from 'hono';
import { html } from 'hono/html';
import { historyOf } from '../../changes/history.ts';
import { statusOf } from '../../person-status.ts';
import type { Name } from '../../who.ts';
import { type Html, NOTHING } from '../html.ts';
import type { JobEnd } from '../jobs.ts';
import { formOf, pageOf } from '../page.ts';
import { personOf } from '../person-text.ts';
import type { Kept, View } from '../view.ts';
import { answer } from './jobs.ts';

/** A search for a person: kept, as an address in the address of a page would stay in the browser's history. */
interface Search extends Kept {
  readonly kind: 'person';
  readonly name: Name;
}

const KINDS = [
  ['word', 'whichever it is'],
  ['address', 'an address'],
  ['employee', 'an employee id'],
  ['request', 'a request id'],
] as const;

export function addPersonPages(pages: Hono, view: View): void {
  pages.get('person', (c) =>
    c.html(pageOf(view, { title: 'Person', current: 'person' }, html`${searchForm(view)}${HOW}`)),
  );
  pages.post('person', async (c) => {
    const name = nameOf(await c.req.formData());
    if (name.text === '') return c.redirect(`${view.session.path}person`, 303);
    const search: Search = { kind: 'person', name };
    return c.redirect(`${view.session.path}person/found/${view.memory.keep(search)}`, 303);
  });
  pages.get('person/found/:id', (c) => {
    const search = view.memory.find(c.req.param('id'));
    if (search?.kind !== 'person') return c.notFound();
    return answer(c, view, lookUp(view, (search as Search).name), 'person');
  });
  pages.get('person/key/:key', (c) =>
    answer(c, view, lookUp(view, { as: 'word', text: c.req.param('key') }), 'person'),
  );
}

const HOW = html`<p class="empty">Give an address, an employee id or a request id. The page shows whether the person has an account, what happened, and what to do next.</p>`;

function searchForm(view: View, name?: Name): Html {
  return formOf(
    view,
    'person',
    html`<div class="row">
<div><label for="who">Who</label><input type="search" id="who" name="who" required maxlength="400" autocomplete="off" spellcheck="false" value="${name?.text ?? ''}"></div>
<div><label for="as">It is</label><select id="as" name="as">${KINDS.map(([kind, label]) => html`<option value="${kind}"${kind === name?.as ? html` selected` : NOTHING}>${label}</option>`)}</select></div>
<button>Look up</button></div>`,
  );
}

function nameOf(form: FormData): Name {
  const as = KINDS.find(([kind]) => kind === form.get('as'))?.[0] ?? 'word';
  return { as, text: String(form.get('who') ?? '').trim() };
}

function lookUp(view: View, name: Name) {
  const { stack, signal, failed } = view;
  return view.jobs.start('Person', async (show): Promise<JobEnd> => {
    const onProgress = (read: number) => show(`${read.toLocaleString('en')} records read.`);
    show('Looking up the person.');
    const [status, history] = await Promise.all([
      failed.look(() => statusOf(stack, name, { signal, onProgress })),
      historyOf(stack, name, { signal, onProgress }),
    ]);
    const found = personOf(view, name, status, history);
    return {
      kind: 'page',
      title: 'Person',
      current: 'person',
      body: html`${searchForm(view, name)}${found}`,
    };
  });
}
