import { html } from 'hono/html';
import { compactLine } from '../../contracts/one-line.ts';
import { withoutAddresses } from '../changes/change.ts';
import type { Html } from './html.ts';

const LONGEST = 500;

/** The field for the reason of a change. */
export function whyField(readers: string): Html {
  return html`<div class="field"><label for="why">Why</label>
<p class="note" id="why-rule">For ${readers}: 1 to ${LONGEST} characters, no names and no addresses.</p>
<input type="text" id="why" name="why" required maxlength="${LONGEST}" aria-describedby="why-rule" autocomplete="off"></div>`;
}

/** The reason, as the command line takes it; undefined where it is none. */
export function whyOf(form: FormData): string | undefined {
  const why = compactLine(withoutAddresses(String(form.get('why') ?? '').trim()));
  return why !== '' && why.length <= LONGEST ? why : undefined;
}
