/** How many objects and arrays may be in one another. A hire in three envelopes needs four. */
export const MAX_JSON_LEVELS = 64;

/**
 * Whether a JSON text has more levels than that, or more objects, arrays and members after the first than
 * `maxValues`. Reads the text alone: JSON.stringify, and every function of ours that follows the levels of a value,
 * calls itself once for each, and would exhaust the stack. A parsed `{}` takes a hundred times the memory of its text.
 */
export function isTooComplex(text: string, maxValues = Number.POSITIVE_INFINITY): boolean {
  let levels = 0;
  let values = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') inString = !inString;
    else if (inString) index += character === '\\' ? 1 : 0;
    else if (character === '}' || character === ']') levels -= 1;
    else if (character === '{' || character === '[') {
      levels += 1;
      values += 1;
    }
    // Before each member but the first.
    else if (character === ',') values += 1;
    if (levels > MAX_JSON_LEVELS || values > maxValues) return true;
  }
  return false;
}
