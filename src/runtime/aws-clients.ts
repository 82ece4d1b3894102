import { retryTransientErrors } from './retry-transient-errors.ts';

/** A service that hangs must cost a try, not the invocation. */
export const awsTimeouts = {
  connectionTimeout: 2_000,
  requestTimeout: 5_000,
  throwOnRequestTimeout: true,
};

/** Of a client of the directory. */
export const directoryClientSettings = {
  requestHandler: { ...awsTimeouts, requestTimeout: 15_000 },
  retryStrategy: retryTransientErrors({ attempts: 2, delayMs: 100 }),
};

/** Spares each call a copy of what it sent and got, for a log that is not there and must not have it. */
export function withoutLog<
  Client extends { readonly middlewareStack: { remove(name: string): boolean } },
>(client: Client): Client {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
