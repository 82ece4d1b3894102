import { retryTransientErrors } from './retry-transient-errors.ts';
import { createSdkDefaults } from './sdk-defaults.ts';
import { SigningHash } from './signing-hash.ts';

/** A service that hangs must cost one attempt, not the invocation. */
const timeouts = {
  connectionTimeout: 2_000,
  requestTimeout: 5_000,
  throwOnRequestTimeout: true,
};

const defaults = createSdkDefaults(process.env);

/** For the clients of queues and buckets. */
export const awsClientSettings = {
  requestHandler: timeouts,
  sha256: SigningHash,
  ...defaults.ofAnyClient,
};

/** For the clients of tables. */
export const tableClientSettings = { ...awsClientSettings, ...defaults.ofTables };

/**
 * Returns the settings of a client by its service, in the spelling of the SDK's endpoint settings:
 * `SQS`. Everything else comes from the SDK's own settings.
 */
export type ClientSettings = (service: string) => object;

/** For a client of the directory. */
export const directoryClientSettings: ClientSettings = () => ({
  ...awsClientSettings,
  requestHandler: { ...timeouts, requestTimeout: 15_000 },
  retryStrategy: retryTransientErrors({ attempts: 2, delayMs: 100 }),
});

/** For a client that reads a secret, before the first call of the directory. */
export const secretClientSettings: ClientSettings = () => awsClientSettings;

/**
 * Removes the SDK's logging middleware: it copies every request and response, which contain personal
 * data, for a logger that is never set.
 */
export function withoutLog<
  Client extends { readonly middlewareStack: { remove(name: string): boolean } },
>(client: Client): Client {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
