import type { JsonObject } from '../contracts/envelopes.ts';
import { createDigests, type Digests, hmacUnder } from './digests.ts';

/**
 * The digests of the intake: HMAC-SHA-256, hex, under a secret of its own. Who has it can neither make a pseudonym of
 * a person, nor pass off a message as one that the function stored. They belong to no directory.
 */
export interface IntakeDigests extends Pick<Digests, 'failedMessageMacOf' | 'eventIdOf'> {
  /**
   * Request id of a hire that a source maps. It follows from source and content, so that the same person is one
   * request, however often and in whichever way the record arrives.
   */
  mappedRequestIdOf(source: string, hire: JsonObject): string;
  /** Digest of what the intake has to recognise again, each part a text of the caller's choice. */
  intakeDigestOf(parts: readonly string[]): string;
}

export function createIntakeDigests(secret: Uint8Array): IntakeDigests {
  const hmac = hmacUnder(secret);
  const { failedMessageMacOf, eventIdOf } = createDigests(secret, '');
  return {
    mappedRequestIdOf: (source, hire) =>
      `${source}:${hmac(JSON.stringify(['mapped', source, inOrder(hire)]))}`,
    intakeDigestOf: (parts) => hmac(JSON.stringify(['intake', ...parts])),
    failedMessageMacOf,
    eventIdOf,
  };
}

function inOrder(hire: JsonObject) {
  return Object.entries(hire).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
