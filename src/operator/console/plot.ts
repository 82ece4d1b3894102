import { html } from 'hono/html';
import { type Html, tableOf } from './html.ts';
import type { Hour } from './read-day.ts';

const WIDTH = 960;
const HEIGHT = 180;
const BAR = WIDTH / 24;
const GAP = 6;
const LABEL_EVERY_HOURS = 6;

/** The hours as bars, ready under failed, and as a table for who cannot see them. */
export function plotOf(hours: readonly Hour[]): Html {
  const most = Math.max(1, ...hours.map(({ ready, failed }) => ready + failed));
  const heightOf = (count: number) => Math.round((count / most) * HEIGHT);
  const bars = hours.map(({ startMs, ready, failed }, index) => {
    const x = index * BAR + GAP / 2;
    const top = HEIGHT - heightOf(ready);
    return html`<g><title>${hourText(startMs)}: ${ready} ready, ${failed} failed</title>
<rect class="ready" x="${x}" y="${top}" width="${BAR - GAP}" height="${heightOf(ready)}"></rect>
<rect class="lost" x="${x}" y="${top - heightOf(failed)}" width="${BAR - GAP}" height="${heightOf(failed)}"></rect>
${index % LABEL_EVERY_HOURS === 0 ? html`<text x="${x}" y="${HEIGHT + 6}" dominant-baseline="hanging">${hourText(startMs)}</text>` : ''}</g>`;
  });
  const ready = hours.reduce((sum, hour) => sum + hour.ready, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  const rows = hours
    .filter((hour) => hour.ready + hour.failed > 0)
    .map((hour) => [hourText(hour.startMs), String(hour.ready), String(hour.failed)]);
  if (rows.length === 0)
    return html`<p class="empty">Nothing was ready and nothing failed in the last 24 hours. If a file was to be sent today, check it under Send.</p>`;
  return html`<p><span class="key ready"></span>ready <span class="key lost"></span>failed, most in an hour: ${most}</p>
<svg class="plot" viewBox="0 -2 ${WIDTH} ${HEIGHT + 42}" role="img" aria-label="Each hour of the last 24: ${ready} ready and ${failed} failed in all. The table below has the numbers.">
${bars}<line class="axis" x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}"></line></svg>
<details><summary>As numbers</summary>${tableOf('The last 24 hours, by hour', ['Hour (UTC)', 'Ready', 'Failed'], rows)}</details>`;
}

function hourText(startMs: number): string {
  return new Date(startMs).toISOString().slice(11, 16);
}
