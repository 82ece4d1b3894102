import type { ProfileField } from '../contracts/profile-fields.ts';

export type LimitedField = 'emailAddress' | 'firstName' | 'lastName' | ProfileField;

/** A limit of a directory on a field, narrower than the contract's own. */
export interface FieldLimit {
  readonly field: LimitedField;
  /** The part of the address that is limited; the whole field if absent. */
  readonly part?: 'local-part';
  /** What the directory uses the limited text as: `the user name`. */
  readonly meaning?: string;
  /** Counted in code points. */
  readonly maxCharacters?: number;
  readonly allowed?: {
    /** Matches the whole text. */
    readonly pattern: RegExp;
    /** What the pattern allows, in words that follow "must consist of". */
    readonly characters: string;
  };
  /** Refused in any letter case. */
  readonly reserved?: readonly string[];
}

/** Every rule of the limit that the hire breaks: field, limit and remedy, without the value. */
export function brokenRules(
  fields: Readonly<Partial<Record<LimitedField, string>>>,
  limit: FieldLimit,
): readonly string[] {
  const value = fields[limit.field];
  if (value === undefined) return [];
  const text = limit.part === 'local-part' ? value.slice(0, value.lastIndexOf('@')) : value;
  const correctIt =
    limit.field === 'emailAddress' ? 'give the person another address' : 'correct it';
  const shortenIt = limit.field === 'emailAddress' ? correctIt : 'shorten it';
  const rules = [
    isTooLong(text, limit) &&
      `have at most ${limit.maxCharacters} characters in this directory; ${shortenIt}`,
    hasOtherCharacters(text, limit) &&
      `consist of ${limit.allowed?.characters} in this directory; ${correctIt}`,
    isReserved(text, limit) &&
      `not be ${limit.reserved?.join(' or ')}, which this directory reserves; ${correctIt}`,
  ];
  return rules.flatMap((rule) => (rule ? [`${subjectOf(limit)} must ${rule}`] : []));
}

function isTooLong(text: string, { maxCharacters = Number.POSITIVE_INFINITY }: FieldLimit) {
  return [...text].length > maxCharacters;
}

function hasOtherCharacters(text: string, { allowed }: FieldLimit): boolean {
  return allowed !== undefined && !allowed.pattern.test(text);
}

function isReserved(text: string, { reserved = [] }: FieldLimit): boolean {
  return reserved.some((name) => name.toLowerCase() === text.toLowerCase());
}

function subjectOf({ field, meaning, part }: FieldLimit): string {
  if (meaning === undefined) return `${field}:`;
  return `${field}: ${meaning}${part === 'local-part' ? ', the part before its @,' : ''}`;
}
