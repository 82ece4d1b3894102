import { retryTransientErrors } from './retry-transient-errors.ts';

/** A service that hangs must cost a try, not the invocation. */
export const awsTimeouts = {
  connectionTimeout: 2_000,
  requestTimeout: 5_000,
  throwOnRequestTimeout: true,
};

/**
 * What a client is built with, by its service as the SDK's endpoint settings spell it: `SQS`. The SDK's
 * own settings give the rest.
 */
export type ClientSettings = (service: string) => object;

/** Of a client of the directory. */
export const directoryClientSettings: ClientSettings = () => ({
  requestHandler: { ...awsTimeouts, requestTimeout: 15_000 },
  retryStrategy: retryTransientErrors({ attempts: 2, delayMs: 100 }),
});

/** Of a client that is asked before the directory is. */
export const secretClientSettings: ClientSettings = () => ({ requestHandler: awsTimeouts });

/** Spares each call a copy of what it sent and got, for a log that is not there and must not have it. */
export function withoutLog<
  Client extends { readonly middlewareStack: { remove(name: string): boolean } },
>(client: Client): Client {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
