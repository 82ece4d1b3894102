import type { MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import { pageOf } from './page.ts';
import type { View } from './view.ts';

/** Lets a form through that changes something, where changes are allowed. */
export function changesOnly(view: View): MiddlewareHandler {
  return async (c, next) => {
    if (view.changesAs !== undefined) return next();
    return c.html(pageOf(view, { title: 'This console only shows' }, ONLY_SHOWS), 403);
  };
}

const ONLY_SHOWS = html`<p class="card problem">Nothing was changed. To make changes, end the console with Ctrl-C and start it with <code>--changes</code>.</p>`;
