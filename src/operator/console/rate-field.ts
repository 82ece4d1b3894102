import { html } from 'hono/html';
import type { Html } from './html.ts';

const RATE = 5;
const MOST_RATE = 1_000;

/** The field for how many messages are sent a second. */
export function rateField(): Html {
  return html`<div class="field"><label for="rate">At most a second</label><input type="text" id="rate" name="rate" value="${RATE}" inputmode="numeric" pattern="[0-9]{1,4}" size="5" aria-describedby="rate-rule"><p class="note" id="rate-rule">A number from 1 to ${MOST_RATE}. It begins with 1 a second.</p></div>`;
}

/** The rate, within its bounds; a usual one where it is no number. */
export function rateOf(form: FormData): number {
  return Math.min(MOST_RATE, Math.max(1, Number(form.get('rate')) || RATE));
}
