import { StandardRetryStrategy } from '@smithy/core/retry';
import type { Target } from '../../../src/provisioning/ports.ts';
import type { FinspaceDataClientConfig } from '../../../src/targets/finspace/client/config.ts';
import { FinspaceDataClient } from '../../../src/targets/finspace/client/finspace-data-client.ts';
import { createFinspaceTarget } from '../../../src/targets/finspace/target.ts';

export const REGION = 'eu-west-1';
export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Retries like the SDK, without its waits. */
export const retryAtOnce = (maxAttempts: number): StandardRetryStrategy =>
  new StandardRetryStrategy({
    maxAttempts,
    backoff: { setDelayBase: () => {}, computeNextBackoffDelay: () => 0 },
  });

/** A client of the server at `endpoint`, with fixed credentials and no waits between attempts. */
export function createTestClient(
  endpoint: string,
  config: FinspaceDataClientConfig = {},
  maxAttempts = 3,
): FinspaceDataClient {
  return new FinspaceDataClient({
    region: REGION,
    credentials,
    endpoint,
    retryStrategy: retryAtOnce(maxAttempts),
    ...config,
  });
}

/** The target of one environment, with that client. */
export function createTestTarget(client: FinspaceDataClient): Target {
  return createFinspaceTarget({
    client,
    accountId: '111122223333',
    region: REGION,
    environmentId: 'env',
  });
}
