import { InvalidArgumentError } from 'commander';
import { withoutAddresses } from '../changes/change.ts';
import { printable } from './printable.ts';

const LONGEST = 500;

/** The text of `--why`: it goes to logs, events, tags and other screens, so it is one line without an address. */
export function whyText(text: string): string {
  return printable(withoutAddresses(text.trim()));
}

/** @throws {InvalidArgumentError} */
export function whyOption(text: string): string {
  const why = whyText(text);
  if (why !== '' && why.length <= LONGEST) return why;
  throw new InvalidArgumentError(`It must be 1 to ${LONGEST} characters of text.`);
}
