import type { Service } from '../local/stack/emulators.ts';

/** Milliseconds that the proxy adds to every call: about what the service takes within a region. */
export const addedMs: Readonly<Record<Service, number>> = { dynamodb: 5, sqs: 8, directory: 120 };

/** For what only counts calls. */
export const atOnce: typeof addedMs = { dynamodb: 0, sqs: 0, directory: 0 };

/**
 * The least that a batch can take, in milliseconds, however many hires it has: they go in parallel, and
 * each must be claimed, then created, then completed, before its event may be sent.
 */
export const physicalLimitMs =
  addedMs.dynamodb + addedMs.directory + addedMs.dynamodb + addedMs.sqs;
