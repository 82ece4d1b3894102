import { type Digests, isPersonKey } from '../provisioning/digests.ts';

/** How an operator names a person: by a word, which Joiner reads, or by what the operator says that it is. */
export interface Name {
  readonly as: 'word' | 'address' | 'employee';
  readonly text: string;
}

/** What a name stands for. An employee id may look like an address or a key: HR systems use addresses as ids. */
export type Who =
  | { readonly kind: 'address' | 'key'; readonly text: string; readonly personKey: string }
  | IdWho;

/** `id`: an employee id, or a request id. */
export interface IdWho {
  readonly kind: 'employee' | 'id';
  readonly text: string;
  readonly employeeKey: string;
  readonly personKey?: undefined;
}

/** A word with an `@` is an address, and no employee id. */
export function whoIs({ as, text }: Name, digests: Digests): Who {
  if (as === 'address' || (as === 'word' && text.includes('@')))
    return { kind: 'address', text, personKey: digests.personKeyOf(spellingOf(text)) };
  if (as === 'word' && isPersonKey(text)) return { kind: 'key', text, personKey: text };
  const kind = as === 'employee' ? 'employee' : 'id';
  return { kind, text, employeeKey: digests.employeeKeyOf(text) };
}

/** Addresses are compared without regard to letter case, valid or not. */
export function spellingOf(address: string): string {
  return address.trim().toLowerCase();
}
