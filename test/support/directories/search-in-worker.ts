import { parentPort, workerData } from 'node:worker_threads';
import { createBearerToken } from '../../../src/targets/scim/bearer-token.ts';
import { createScimClient } from '../../../src/targets/scim/client.ts';
import { createScimTarget } from '../../../src/targets/scim/target.ts';

// Looks an address up, as the function does for every hire of a batch, in a heap that the test limits.
const { baseUrl, hires } = workerData as { readonly baseUrl: string; readonly hires: number };
const token = createBearerToken(async () => 'test');
const client = createScimClient({ baseUrl, token, requestTimeoutMs: 60_000 });
const target = createScimTarget({ client, baseUrl, enforcesUniqueness: true, requires: [] });
const signal = new AbortController().signal;
const searches = Array.from({ length: hires }, (_, hire) =>
  target.find(`hire-${hire}@example.com`, undefined, { pause: signal, abort: signal }),
);
const found = await Promise.all(searches);
parentPort?.postMessage(found.map((result) => ({ ...result, error: undefined })));
