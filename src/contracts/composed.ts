/** Text is counted in code points, as JSON Schema counts it, not in UTF-16 units. */
export const TEXT_MAX_CODE_POINTS = 256;

/**
 * The text in Unicode's composed form (NFC). A longer one than may be kept or compared stays as it is: to compose marks
 * that are out of order takes time by the square of their number, and a message has room for 240 KB of them.
 */
export function composed(text: string): string {
  return text.length > 2 * TEXT_MAX_CODE_POINTS ? text : text.normalize('NFC');
}
