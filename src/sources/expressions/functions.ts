import { MappingError } from '../fault.ts';
import { MAX_TEXT_CHARACTERS } from '../limits.ts';
import { type DateOrder, readDate } from './dates.ts';

/** JSONata's own functions that an expression may call: none builds more than it was given, or calls back. */
const OF_JSONATA = [
  'boolean',
  'contains',
  'count',
  'exists',
  'join',
  'length',
  'lowercase',
  'not',
  'number',
  'replace',
  'split',
  'string',
  'substring',
  'substringAfter',
  'substringBefore',
  'trim',
  'uppercase',
] as const;

/**
 * Those that can multiply the length of a text, and how many arguments they need at least. All after the first must
 * be literals, and the first is bounded: `bounded` stands around it.
 */
export const GROWING_FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ['join', 1],
  ['replace', 3],
  // Of a list, quotes are escaped again.
  ['string', 1],
]);
export const BOUNDED = 'bounded';

/** Of a date that is not known, in databases and so in BambooHR. */
const NO_DATE = '0000-00-00';

/** Our own functions, as the source's dates are written. */
export function ownFunctions(order: DateOrder | undefined) {
  return {
    /** The date in a text, as `YYYY-MM-DD`. */
    date: (value: unknown) => {
      const text = firstText([value]);
      return text === undefined || text === NO_DATE ? undefined : readDate(text, order);
    },
    /** The first value that is not empty. Of a list, its first one. */
    first: (...values: readonly unknown[]) => firstScalar(values),
    /** Of a whole name, `Ada Okafor` or `Okafor, Ada`: all but the family name. */
    givenName: (value: unknown) => nameParts(firstText([value])).given,
    /** Of a whole name: the part before a comma, else the last word. */
    familyName: (value: unknown) => nameParts(firstText([value])).family,
  } as const;
}

/** The same value, if it is short enough to be multiplied. */
export function bounded(value: unknown): unknown {
  const texts = Array.isArray(value) ? value : [value];
  const length = texts.reduce((sum: number, text) => sum + 1 + String(text ?? '').length, 0);
  if (length <= MAX_TEXT_CHARACTERS + 1) return value;
  throw new MappingError(
    `must not replace, join or put together more than ${MAX_TEXT_CHARACTERS} characters; name a shorter value`,
  );
}

export const ALLOWED_FUNCTIONS: ReadonlySet<string> = new Set([
  ...OF_JSONATA,
  ...Object.keys(ownFunctions(undefined)),
]);

/** The first value that is text with a visible part, a number, or true or false; of a list, its first one. */
function firstScalar(values: readonly unknown[]): unknown {
  for (const value of values) {
    const scalar: unknown = Array.isArray(value) ? firstScalar(value) : value;
    if (typeof scalar === 'string' && scalar.trim() !== '') return scalar;
    if (typeof scalar === 'number' || typeof scalar === 'boolean') return scalar;
  }
  return undefined;
}

function firstText(values: readonly unknown[]): string | undefined {
  const scalar = firstScalar(values);
  if (scalar === undefined || typeof scalar === 'string') return scalar;
  throw new MappingError('must be text here; name another value of the record');
}

function nameParts(name: string | undefined): { given?: string; family?: string } {
  if (name === undefined) return {};
  const [family = '', given] = name.split(/,(.*)/s, 2);
  if (given !== undefined) return { given: given.trim(), family: family.trim() };
  const words = name.trim().split(/\s+/);
  const last = words.pop() ?? '';
  return words.length === 0 ? { given: last } : { given: words.join(' '), family: last };
}
