/** A text without characters that control the terminal, or reorder what it shows: a message may hold any. */
export function printable(text: string, limit = Number.POSITIVE_INFINITY): string {
  const shown = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
  return shown.length > limit ? `${shown.slice(0, limit - 1)}…` : shown;
}
