import { composed } from './composed.ts';

/**
 * The text that is compared, of a rule and of a hire: two that a person cannot distinguish are equal. In a file apart
 * from the schema, so that planning groups does not load it.
 */
export function comparableText(text: string): string {
  return composed(text.trim());
}
