import { html } from 'hono/html';
import type { RefusedRecord } from '../send/hire-message.ts';
import type { Plan } from '../send/plan-hires.ts';
import {
  countProspects,
  isProblem,
  type PlannedHire,
  type Prospect,
} from '../send/planned-hire.ts';
import { counted, exactTime, type Html, NOTHING, plain, tableOf } from './html.ts';

const LABELS: Readonly<Record<Prospect['kind'], string>> = {
  new: 'would get an account',
  waits: 'would wait for the first day',
  existing: 'has an account that Joiner did not make',
  done: 'has an account',
  'under-way': 'is being worked on',
  'needs-operator': 'failed before, and needs a person',
  repeated: 'is in the file twice',
  rejected: 'would be refused',
};
const SHOWN = 200;
const HEAD = ['Line', 'Person', 'What would become of it', 'Why, or user id'] as const;

/** What would become of each hire of a file: on top what needs a person, and the rest folded. */
export function planText({ hires, directoryNotRead, failedInFlightElsewhere }: Plan): Html {
  const problems = hires.filter(isProblem);
  const others = hires.filter((hire) => !isProblem(hire));
  const counts = Object.entries(countProspects(hires)).filter(([, count]) => count > 0);
  return html`<ul class="funnel">${counts.map(([kind, count]) => html`<li><strong>${count.toLocaleString('en')}</strong><span>${LABELS[kind as Prospect['kind']]}</span></li>`)}</ul>
${directoryNotRead === undefined ? NOTHING : html`<p class="card waits">The directory was not read to its end: a person who would get an account may have one already.</p>`}
${failedInFlightElsewhere > 0 ? html`<p class="card waits">About ${counted(failedInFlightElsewhere, 'failed message is', 'failed messages are')} in the hands of another operator: more people may need you.</p>` : NOTHING}
${problems.length === 0 ? html`<p class="card fine">No one in the file needs a person.</p>` : html`<h2>${counted(problems.length, 'needs', 'need')} a person</h2>${hiresTable('Hires that need a person', problems)}`}
${others.length === 0 ? NOTHING : html`<details><summary>The other ${others.length}</summary>${hiresTable('The other hires', others)}</details>`}`;
}

/** Records that are no hires, though they should be. */
export function refusedText(refused: readonly RefusedRecord[]): Html {
  if (refused.length === 0) return NOTHING;
  const rows = refused
    .slice(0, SHOWN)
    .map(({ line, faults }) => [
      String(line),
      html`${faults.map(({ field, rule }) => html`${plain(field === undefined ? rule : `${field}: ${rule}`)}<br>`)}`,
    ]);
  return html`<h2>${counted(refused.length, 'record')} of the file cannot be read</h2><p>Nothing is sent for them.</p>${tableOf('Records that cannot be read', ['Line', 'Why'], rows)}${moreOf(refused.length)}`;
}

function hiresTable(caption: string, hires: readonly PlannedHire[]): Html {
  const rows = hires
    .slice(0, SHOWN)
    .map(({ line, address, prospect }) => [
      String(line),
      plain(address),
      LABELS[prospect.kind],
      detailOf(prospect),
    ]);
  return html`${tableOf(caption, HEAD, rows)}${moreOf(hires.length)}`;
}

function moreOf(count: number): Html {
  return count > SHOWN ? html`<p class="note">and ${count - SHOWN} more</p>` : NOTHING;
}

function detailOf(prospect: Prospect): string {
  switch (prospect.kind) {
    case 'new':
      return '';
    case 'waits':
      return exactTime(prospect.dueAtMs);
    case 'existing':
      return plain(prospect.userId);
    case 'done':
      return prospect.reason === undefined
        ? plain(prospect.userId)
        : `${plain(prospect.userId)}, by a corrected message; this line would be refused`;
    case 'under-way':
      return 'tried again by itself';
    case 'repeated':
      return `the same person as hire ${prospect.row} of the file`;
    case 'needs-operator':
    case 'rejected':
      return plain(prospect.reason.message);
  }
}
