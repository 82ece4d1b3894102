import type { JsonObject } from '../contracts/envelopes.ts';
import type { IntakeDigests } from './intake-digests.ts';

/** Two characters that SQS refuses. JSON can spell them otherwise. */
const REFUSED_BY_SQS = /[\ufffe\uffff]/g;

/**
 * The message of a hire that a source maps, for the new-hire queue. Its request id follows from source and content,
 * unless the source maps one.
 */
export function mappedBodyOf(
  source: string,
  hire: JsonObject,
  digests: Pick<IntakeDigests, 'mappedRequestIdOf'>,
): string {
  const requestId = digests.mappedRequestIdOf(source, hire);
  return sendableJson(JSON.stringify({ requestId, ...hire }));
}

/** JSON as SQS carries it, with the same meaning. */
export function sendableJson(json: string): string {
  return json.replace(REFUSED_BY_SQS, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
}
