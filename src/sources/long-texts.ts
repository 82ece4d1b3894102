import { MAX_TEXT_CHARACTERS } from './limits.ts';

/** A record as expressions see it: without texts, and members with names, longer than `MAX_TEXT_CHARACTERS`. */
export function withoutLongTexts<T>(value: T): T {
  if (Array.isArray(value))
    return value.filter((element) => !isLongText(element)).map(withoutLongTexts) as T;
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter((parts) => !parts.some(isLongText));
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutLongTexts(member)])) as T;
}

function isLongText(value: unknown): boolean {
  return typeof value === 'string' && value.length > MAX_TEXT_CHARACTERS;
}
