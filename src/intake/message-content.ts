import { type JsonObject, parseJson, unwrap } from '../contracts/envelopes.ts';
import { UnreadableFileError } from '../sources/files/file-bytes.ts';

/**
 * What a message holds, out of its envelopes: JSON, or the text itself where it is no JSON object, such as a list or
 * CSV. Without an envelope, byte for byte.
 * @throws UnreadableFileError if an envelope is invalid
 */
export function contentOf(body: string): string {
  const json = parseJson(body);
  if (!isObject(json)) return body;
  const unwrapped = unwrap(body);
  if (unwrapped.kind === 'refused')
    throw new UnreadableFileError([{ rule: unwrapped.reason.message }]);
  return hasSameNames(json, unwrapped.content) ? body : JSON.stringify(unwrapped.content);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** No envelope has the names of what is in it. */
function hasSameNames(one: JsonObject, other: JsonObject): boolean {
  return Object.keys(one).join('\n') === Object.keys(other).join('\n');
}
