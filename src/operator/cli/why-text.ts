import { withoutAddresses } from '../changes/change.ts';
import { printable } from './printable.ts';

/** The text of `--why`: it goes to logs, events, tags and other screens, so it is one line without an address. */
export function whyText(text: string): string {
  return printable(withoutAddresses(text.trim()));
}
