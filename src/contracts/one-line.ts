/** Characters that control a terminal, or reorder or hide what it shows. */
export const UNSAFE_CHARACTERS = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Foreign text as one line that is safe to show and to log: it may hold any character. */
export function oneLine(text: string): string {
  return text.replace(UNSAFE_CHARACTERS, '\ufffd');
}
