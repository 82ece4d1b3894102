import { html } from 'hono/html';
import { type JsonObject, unwrap } from '../../contracts/envelopes.ts';
import { editableText } from '../failed/edit-message.ts';
import { editableRecord } from '../failed/edit-record.ts';
import type { FailedMessage } from '../failed/failed-message.ts';
import { faultIn, fieldsFor, type HireField, valueIn, withValues } from './hire-fields.ts';
import { type Html, NOTHING, plain, plainLines, tableOf } from './html.ts';

type Original = Pick<FailedMessage, 'body' | 'origin'>;

/** The hire in a message; undefined where it is a record of an HR system, or no hire can be read. */
function hireIn({ body, origin }: Original): JsonObject | undefined {
  if (origin !== 'new-hires') return undefined;
  const unwrapped = unwrap(body);
  return unwrapped.kind === 'content' ? unwrapped.content : undefined;
}

/** The text of a message as it is corrected where no form can be made. */
function textOf({ body, origin }: Original): string {
  return origin === 'new-hires' ? editableText(body) : editableRecord(body);
}

/** The fields of a form: those of the contract with their rules, or the whole text. @param typed in place of the message's */
export function fixFields(message: Original, typed?: FormData): Html {
  const hire = hireIn(message);
  if (hire !== undefined) {
    const shown = typed === undefined ? hire : withValues(hire, valuesOf(typed));
    return html`${fieldsFor(hire).map((field) => fieldOf(field, shown))}`;
  }
  const text = typed?.get('text') ?? textOf(message);
  return html`<div class="field"><label for="field-text">The message</label>
<p class="note" id="rule-text">As the sender wrote it: correct it in place.</p>
<textarea id="field-text" name="text" spellcheck="false" aria-describedby="rule-text">${String(text)}</textarea></div>`;
}

/** The text that the form stands for, as an editor would give it. */
export function fixedText(message: Original, typed: FormData): string {
  const hire = hireIn(message);
  return hire === undefined
    ? String(typed.get('text') ?? '').replaceAll('\r\n', '\n')
    : `${JSON.stringify(withValues(hire, valuesOf(typed)), null, 2)}\n`;
}

/** What is different: field by field, or the two texts. */
export function changeTable(message: Original, after: string): Html {
  const [hire, fixed] = [hireIn(message), hireIn({ ...message, body: after })];
  if (hire === undefined || fixed === undefined)
    return html`<h2>Before</h2><pre tabindex="0">${plainLines(textOf(message))}</pre><h2>After</h2><pre tabindex="0">${plainLines(textOf({ ...message, body: after }))}</pre>`;
  const names = [...new Set([...Object.keys(hire), ...Object.keys(fixed)])];
  const rows = names
    .map((name) => [name, valueIn(hire, name) || '–', valueIn(fixed, name) || '–'] as const)
    .filter(([, before, now]) => before !== now)
    .map((cells) => cells.map(plain));
  return tableOf('What is different', ['Field', 'Before', 'After'], rows);
}

function valuesOf(typed: FormData): ReadonlyMap<string, string> {
  return new Map(
    [...typed].flatMap(([name, value]) =>
      typeof value === 'string' && name.startsWith('field.') ? [[name.slice(6), value]] : [],
    ),
  );
}

function fieldOf(field: HireField, content: JsonObject): Html {
  const { name, title, rule, choices, isRequired, example } = field;
  const fault = faultIn(content, field);
  const value = valueIn(content, name);
  const id = `field-${name}`;
  const about = `rule-${name}${fault ? ` fault-${name}` : ''}`;
  const marks = html`${isRequired ? html` required` : NOTHING}${fault ? html` aria-invalid="true"` : NOTHING}`;
  const input =
    choices.length > 0
      ? html`<select id="${id}" name="field.${name}" aria-describedby="${about}"${marks}>${['', ...choices].map((one) => html`<option${one === value ? html` selected` : NOTHING} value="${one}">${one || 'left out'}</option>`)}${choices.includes(value) || value === '' ? NOTHING : html`<option selected value="${value}">${value}</option>`}</select>`
      : html`<input type="text" id="${id}" name="field.${name}" value="${value}" placeholder="${example}" autocomplete="off" spellcheck="false" aria-describedby="${about}"${marks}>`;
  return html`<div class="field"><label for="${id}">${title} <span class="note">${name}${isRequired ? ', required' : ''}</span></label>
<p class="note" id="rule-${name}">${rule}</p>
${fault ? html`<p class="bad" id="fault-${name}"><strong>${fault}</strong></p>` : NOTHING}
${input}</div>`;
}
