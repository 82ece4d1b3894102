import { html } from 'hono/html';
import { compactLine } from '../../contracts/one-line.ts';
import { durationText } from '../duration.ts';

/** HTML in which every value of a template is escaped. */
export type Html = ReturnType<typeof html>;

export const NOTHING: Html = html``;

/** Foreign text on one line: escaped markup can still hide or reorder what follows. */
export function plain(text: string | undefined): string {
  return text === undefined ? '' : compactLine(text);
}

/** The same of a text of several lines. */
export function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

const NO_TIME = 'at an unknown time';

/** A tag, a log line or a file may have anything where a time should be. */
function isTime(epochMs: number): boolean {
  return !Number.isNaN(new Date(epochMs).getTime());
}

/** How long ago, or how far ahead, with the exact time for a pointer that rests on it. */
export function timeOf(epochMs: number, nowMs: number): Html {
  if (!isTime(epochMs)) return html`${NO_TIME}`;
  const iso = new Date(epochMs).toISOString();
  const distance = durationText(Math.abs(nowMs - epochMs));
  const text = epochMs > nowMs ? `in ${distance}` : `${distance} ago`;
  return html`<time datetime="${iso}" title="${exactTime(epochMs)}">${text}</time>`;
}

/** In UTC, to the second. */
export function exactTime(epochMs: number): string {
  if (!isTime(epochMs)) return NO_TIME;
  return `${new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A table that scrolls inside itself, with the keyboard too. */
export function tableOf(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly (Html | string)[])[],
): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table><caption class="unseen">${caption}</caption>
<thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`;
}

/** Label and value, line by line. */
export function listOf(entries: readonly (readonly [string, Html | string])[]): Html {
  return html`<dl>${entries.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}
