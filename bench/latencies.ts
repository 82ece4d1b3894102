import type { Service } from '../local/stack/emulators.ts';

/** Milliseconds that the proxy adds to every call: roughly the latency of the service within a region. */
export const addedMs: Readonly<Record<Service, number>> = {
  dynamodb: 5,
  s3: 5,
  kms: 5,
  sqs: 8,
  directory: 120,
};

/** Milliseconds to a directory over the Internet and back, where that is measured. */
export const ROUND_TRIP_MS = 20;

/** TCP opens a connection in one round trip, TLS 1.3 in another. */
export const ROUND_TRIPS_TO_CONNECT = 2;

/** For measurements that only count calls. */
export const noDelays: typeof addedMs = { dynamodb: 0, s3: 0, kms: 0, sqs: 0, directory: 0 };

/**
 * The minimum duration of a batch, in milliseconds, for any number of hires. They run in parallel, but each
 * hire must be claimed, created and completed, in this order, before its event can be sent.
 */
export const physicalLimitMs =
  addedMs.dynamodb + addedMs.directory + addedMs.dynamodb + addedMs.sqs;
