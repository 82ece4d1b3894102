/** Text as the formatter of manual pages takes it, one line at a time. */
export function roff(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    // As typed, in a command that is copied: else these become typographic.
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    // Formatters read ASCII.
    .replace(/[^ -~]/gu, (character) => `\\[u${codeOf(character)}]`);
  // A line that begins with one of these would be a request.
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

/** The argument of a macro, which may have blanks. */
export function quoted(text: string): string {
  return `"${roff(text).replaceAll('"', '\\(dq')}"`;
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
