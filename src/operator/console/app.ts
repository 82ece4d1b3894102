import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import { unreachableBy } from '../stack/unreachable-error.ts';
import { addAssets } from './assets.ts';
import { plain } from './html.ts';
import { pageOf } from './page.ts';
import { addFailedPages } from './pages/failed.ts';
import { addHealthPages } from './pages/health.ts';
import { addJobPages } from './pages/jobs.ts';
import { addPersonPages } from './pages/person.ts';
import { addScheduledPages } from './pages/scheduled.ts';
import { addSendPages } from './pages/send.ts';
import { addTodayPage } from './pages/today.ts';
import { refusalOf } from './request-guard.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import type { Session } from './session.ts';
import type { View } from './view.ts';

/** A file of 50 MB, with the rest of its form. */
const MOST_BYTES = 51_000_000;

/** All requests pass the guards, in this order: where they come from, who sends them, and the token of a form. */
export function createApp(view: View & { readonly session: Session }, host: () => string): Hono {
  const { session } = view;
  const app = new Hono();
  const openPath = `${session.path}open`;

  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.header(name, value);
  });
  app.use(async (c, next) => {
    const refusal = refusalOf(factsOf(c), host(), c.req.path === openPath);
    return refusal === undefined ? next() : c.text(`${refusal}\n`, 403);
  });
  app.use(async (c, next) => {
    if (session.isIdle()) return c.text(ENDED, 401);
    if (c.req.path === openPath && c.req.method === 'GET') return next();
    if (!session.holdsCookie(c.req.header('cookie'))) return c.text(NO_SESSION, 401);
    // A page that looks again by itself is no sign that someone is there.
    if (!c.req.path.endsWith('/part')) session.use();
    return next();
  });
  app.get(openPath, (c) => {
    if (!session.takeToken(c.req.query('token') ?? '')) return c.text(USED_TOKEN, 401);
    c.header('Set-Cookie', session.setCookie);
    session.use();
    return c.html(enterPage(session.path));
  });
  app.use(bodyLimit({ maxSize: MOST_BYTES, onError: (c) => c.text(TOO_LARGE, 413) }));
  app.use(async (c, next) => {
    if (c.req.method === 'GET') return next();
    const form = await c.req.formData();
    return session.isFormToken(form.get('formToken')) ? next() : c.text(NO_FORM_TOKEN, 403);
  });

  const pages = new Hono();
  addAssets(pages);
  addTodayPage(pages, view);
  addFailedPages(pages, view);
  addPersonPages(pages, view);
  addScheduledPages(pages, view);
  addSendPages(pages, view);
  addHealthPages(pages, view);
  addJobPages(pages, view);
  app.route(session.path, pages);
  app.notFound((c) => c.html(pageOf(view, { title: 'No such page' }, NO_PAGE), 404));
  app.onError((error, c) =>
    c.html(pageOf(view, { title: 'It did not work' }, errorText(error)), 500),
  );
  return app;
}

const ENDED =
  'The console has ended: it was not used for 30 minutes. Start `joiner console` again.\n';
const NO_SESSION =
  'This browser has no session of the console. Start `joiner console` again, and use the browser that it opens.\n';
const USED_TOKEN =
  'This address opens the console once, within a minute of its start: it was used, or is too old. If it was not you who used it, end the console with Ctrl-C. Then start `joiner console` again.\n';
const NO_FORM_TOKEN = 'The form is not one of this console: open its page again.\n';
const TOO_LARGE = 'The file has more than 50 MB. Send it with `joiner send`.\n';
const NO_PAGE = html`<p>The page does not exist, or what it showed is no longer kept. Choose one above.</p>`;

function factsOf({ req }: Context) {
  return {
    method: req.method,
    host: req.header('host'),
    origin: req.header('origin'),
    site: req.header('sec-fetch-site'),
    dest: req.header('sec-fetch-dest'),
  };
}

/** A redirect would still count as the other site's, and the cookie would not be sent with it. */
function enterPage(path: string) {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Joiner</title>
<meta http-equiv="refresh" content="0; url=${path}today"></head>
<body><p><a href="${path}today">Open the console</a></p></body></html>`;
}

function errorText(error: unknown) {
  const { message } = unreachableBy(error) ?? (error as Error);
  return html`<p role="alert">${plain(message)}</p><p>If it was a change, a part of it may be made: look before you repeat it. <em>Health</em> may say why it failed.</p>`;
}
