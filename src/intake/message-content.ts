import { envelopeOf, isJsonObject, MAX_ENVELOPES, parseJson } from '../contracts/envelopes.ts';
import { isTooComplex } from '../contracts/json-shape.ts';
import { envelopeRulesBroken } from '../contracts/record-envelopes.ts';
import { UnreadableFileError } from '../sources/files/file-bytes.ts';

/**
 * What a message holds, out of its envelopes: a JSON document, a list of them, or CSV. What an envelope carries as
 * text, and a message without one, stays as it is, byte for byte.
 * @throws UnreadableFileError if an envelope is invalid
 */
export function contentOf(body: string): string {
  return contentIn(body, 0);
}

function contentIn(text: string, envelopes: number): string {
  const json = parseJson(text);
  const envelope = isJsonObject(json) ? envelopeOf(json) : undefined;
  if (envelope === undefined || !isJsonObject(json)) return text;
  if (envelopes === MAX_ENVELOPES)
    throw unreadable(
      `body: must hold the records in at most ${MAX_ENVELOPES} envelopes; send them with fewer`,
    );
  if (isTooComplex(text)) throw unreadable('body: must not be nested so deep; send fewer levels');
  const rules = envelopeRulesBroken(envelope.kind, json);
  if (rules.length > 0) throw unreadable(rules.join('. '));
  const carried = json[envelope.contentField];
  const content = typeof carried === 'string' ? carried : JSON.stringify(carried);
  return contentIn(content, envelopes + 1);
}

function unreadable(rule: string): UnreadableFileError {
  return new UnreadableFileError([{ rule }]);
}
