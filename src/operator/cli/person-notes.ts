import type { PointedEmployee } from '../employee-pointer.ts';
import type { PersonStatus } from '../person-status.ts';
import { isPlainWord, type Name } from '../who.ts';
import { counted } from './format.ts';
import { pointedText, pointerRemedyText } from './pointer-text.ts';
import { printable } from './printable.ts';
import { noteRequestId } from './request-id-text.ts';
import { sameSpellingText } from './same-spelling-text.ts';
import { listOf } from './table.ts';
import type { Terminal } from './terminal.ts';
import { wrapText } from './wrap.ts';

type Search = Pick<PersonStatus, 'pointed' | 'failedInFlightElsewhere' | 'isAlsoAnothersId'>;

/** Before the search for a person reads the whole table. */
export function scanText(name: Name, pointed: PointedEmployee | undefined): string {
  if (name.as === 'request') return 'The search for a request id reads the whole table.';
  const sought = isPlainWord(name) ? 'a request id' : 'a record with it';
  return `${pointed ? 'No record belongs to this employee id' : 'No employee has this id'}: the search for ${sought} reads the whole table.`;
}

/**
 * Says what an operator must know about the search for a person before its result.
 * @param command as it is typed, without `joiner` and arguments
 */
export function noteSearch(
  command: string,
  name: Name,
  found: Search & { readonly requestIds: readonly string[] },
  terminal: Terminal,
): void {
  if (found.failedInFlightElsewhere > 0) terminal.note(notSearchedText(found));
  if (found.isAlsoAnothersId) terminal.note(sameSpellingText(command, name));
  noteRequestId(command, name, found.requestIds, terminal);
  if (found.pointed) showPointed(name, found.pointed, terminal);
}

function showPointed(name: Name, pointed: PointedEmployee, terminal: Terminal): void {
  terminal.print(() => listOf([['points to', pointedText(pointed)]], terminal.columns));
  // The commands name the employee id, to which its key does not lead.
  if (name.as === 'word' && !isPlainWord(name)) return;
  for (const text of pointerRemedyText(name.text, pointed))
    terminal.print(wrapText(text, terminal.columns));
}

export function nothingText(who: string, { pointed, failedInFlightElsewhere }: Search): string {
  const text = `Nothing ${pointed ? 'else ' : ''}is known about ${printable(who)}`;
  return failedInFlightElsewhere === 0
    ? `${text}.`
    : `${text} yet: not every message was searched.`;
}

function notSearchedText({ failedInFlightElsewhere: count }: Search): string {
  const many = counted(count, 'failed message is', 'failed messages are');
  return `About ${many} in flight elsewhere, and not searched: run it again when the other command has ended.`;
}
