import { type Digests, isPersonKey } from '../provisioning/digests.ts';
import { lowerCaseOf } from '../provisioning/directory-user.ts';

/** How an operator names a person: by a word, which Joiner reads, or by what the operator says that it is. */
export interface Name {
  readonly as: 'word' | 'address' | 'employee' | 'request';
  readonly text: string;
}

/** What a name stands for. An employee id may look like an address or a key: HR systems use addresses as ids. */
export type Who = PersonWho | IdWho;

interface PersonWho {
  readonly kind: 'address' | 'key';
  readonly text: string;
  readonly personKey: string;
  readonly employeeKey?: undefined;
}

/** `id`: an employee id, or a request id. */
export type IdWho =
  | {
      readonly kind: 'employee' | 'employee-key' | 'id';
      readonly text: string;
      readonly employeeKey: string;
      readonly personKey?: undefined;
    }
  | {
      readonly kind: 'request';
      readonly text: string;
      readonly employeeKey?: undefined;
      readonly personKey?: undefined;
    };

/** Under which a hire with an employee id waits. */
const EMPLOYEE_KEY = /^employee#[0-9a-f]{64}$/;

/**
 * A word with an `@` is an address, and no employee id. No word is a request id: a sender chooses that, and could give
 * another person's employee id.
 */
export function whoIs(name: Name, digests: Digests): Who {
  const { as, text } = name;
  if (as === 'request') return { kind: 'request', text };
  if (as === 'address' || (as === 'word' && text.includes('@')))
    return { kind: 'address', text, personKey: digests.personKeyOf(spellingOf(text)) };
  if (as === 'employee' || isPlainWord(name))
    return { kind: 'employee', text, employeeKey: digests.employeeKeyOf(text) };
  return isPersonKey(text)
    ? { kind: 'key', text, personKey: text }
    : { kind: 'employee-key', text, employeeKey: text };
}

/** As `whoIs`, for a command that changes nothing: another word may be a request id, too. */
export function whoToShow(name: Name, digests: Digests): Who {
  const who = whoIs(name, digests);
  return who.kind === 'employee' && isPlainWord(name) ? { ...who, kind: 'id' } : who;
}

/** Whether the name is a word that is neither an address nor a key. */
export function isPlainWord({ as, text }: Name): boolean {
  return as === 'word' && !text.includes('@') && !isPersonKey(text) && !EMPLOYEE_KEY.test(text);
}

/** Addresses are compared without regard to letter case, valid or not: that of ASCII, as another letter may be another person's. */
export function spellingOf(address: string): string {
  return lowerCaseOf(address.trim());
}
