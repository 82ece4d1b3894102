import type { ReadOptions } from '../sources/read-records.ts';

/**
 * How the records of a file or message are read by a stack that accepts types of events. The type of the envelopes
 * around a whole message is checked before; of any other envelope, only what is in it would be left, so there is none.
 * @param acceptedEventTypes none for any type
 */
export function readOptionsFor(acceptedEventTypes: readonly string[]): ReadOptions {
  return { refusesEnvelopes: acceptedEventTypes.length > 0 };
}
