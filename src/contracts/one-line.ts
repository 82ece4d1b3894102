/** Characters that control a terminal, or reorder or hide what it shows. */
export const UNSAFE_CHARACTERS = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Foreign text as one line that is safe to show and to log: it may hold any character. */
export function oneLine(text: string): string {
  return text.replace(UNSAFE_CHARACTERS, '\ufffd');
}

/**
 * A blank of any width, and more of them, or of characters that are drawn as nothing, after it. Some letters and signs
 * are drawn as a blank. A mark after another character may change how that looks, and stays.
 */
const BLANKS =
  /[\p{Zs}\u115f\u1160\u2800\u3164\uffa0][\p{Zs}\u2800\p{Default_Ignorable_Code_Point}]+/gu;

/**
 * As `oneLine`, with each run of blanks as two signs. On a screen a run could push the words after it to the start of a
 * line, where they would look like one of ours, or like a command to copy.
 */
export function compactLine(text: string): string {
  return oneLine(text).replace(BLANKS, '␣␣');
}
