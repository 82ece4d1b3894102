import {
  type MessageReading,
  type PseudonymOf,
  readMessage,
} from '../../../src/contracts/message.ts';
import { digestsFor } from '../engine/digests.ts';

/** Pseudonyms under the secret of the tests' engines: no directory is part of them. */
export const TEST_PSEUDONYMS: { readonly pseudonymOf: PseudonymOf } = digestsFor('');

/** Reads a body as an engine of the tests does. */
export function readBody(
  body: string,
  acceptedEventTypes?: Parameters<typeof readMessage>[2],
  profileFields?: Parameters<typeof readMessage>[3],
): MessageReading {
  return readMessage(body, TEST_PSEUDONYMS.pseudonymOf, acceptedEventTypes, profileFields);
}
