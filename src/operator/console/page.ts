import { html } from 'hono/html';
import { type Html, NOTHING, plain } from './html.ts';
import { PAGES, type PageName } from './page-names.ts';
import type { View } from './view.ts';

export interface PageOptions {
  readonly title: string;
  readonly current?: PageName | undefined;
  readonly script?: string;
}

/** A whole page around its content. */
export function pageOf(
  { stack, session: { path }, changesAs }: View,
  { title, current, script }: PageOptions,
  body: Html,
): Html {
  const mode =
    changesAs === undefined
      ? html`<p class="mode">This console only shows.</p>`
      : html`<p class="mode changes">Changes are made and logged as <strong>${plain(changesAs)}</strong>.</p>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${plain(stack.name)}</title>
<link rel="stylesheet" href="${path}style.css">
${script === undefined ? NOTHING : html`<script src="${path}${script}" defer></script>`}
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<p class="name">Joiner <span>${plain(stack.name)}</span></p>
<nav aria-label="Pages"><ul>${PAGES.map(([name, label]) => html`<li><a href="${path}${name}"${name === current ? html` aria-current="page"` : NOTHING}>${label}</a></li>`)}</ul></nav>
${mode}
</header>
<main id="content" tabindex="-1">
<h1>${title}</h1>
${body}
</main>
</body>
</html>`;
}

/** A form that posts within the console. */
export function formOf(
  { session: { path, formToken } }: Pick<View, 'session'>,
  place: string,
  fields: Html,
  { isUpload = false } = {},
): Html {
  const encoding = isUpload ? html` enctype="multipart/form-data"` : NOTHING;
  return html`<form method="post" action="${path}${place}"${encoding}>
<input type="hidden" name="formToken" value="${formToken}">
${fields}
</form>`;
}
