/** How many objects and arrays may be in one another. A hire in three envelopes needs four. */
export const MAX_JSON_LEVELS = 64;

/**
 * Whether a JSON text has more levels. Reads the text alone: JSON.stringify, and every function of ours that
 * follows the levels of a value, calls itself once for each, and would exhaust the stack.
 */
export function isTooDeep(text: string): boolean {
  let levels = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') inString = !inString;
    else if (inString) index += character === '\\' ? 1 : 0;
    else if (character === '{' || character === '[') levels += 1;
    else if (character === '}' || character === ']') levels -= 1;
    if (levels > MAX_JSON_LEVELS) return true;
  }
  return false;
}
