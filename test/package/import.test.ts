import { beforeAll, describe, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { bundleService, type ServiceBundle } from './service-bundle.ts';

/** The package that a module is of; of ours, the folder. */
const ownerOf = (path: string) =>
  path.match(/.*node_modules\/((@[^/]+\/)?[^/]+)/)?.[1] ?? path.replace(/\/[^/]*$/, '');

/**
 * Every millisecond of an import is waited for by the first hire of a cold start. What `import()` leads
 * to is in files of its own, for later: see packaging/split-imports.cjs.
 */
describe('importing the function', () => {
  let evaluated: readonly string[];
  let later: readonly string[];

  beforeAll(async () => {
    const { metafile } = await bundleService();
    const { 'handlers/provision-user.js': handler, ...parts } = metafile.outputs;
    evaluated = modulesIn(handler);
    later = Object.values(parts).flatMap(modulesIn);
  });

  test('evaluates the clients of table and directory, what they send and the settings, and nothing else', () => {
    expect([...new Set(evaluated.map(ownerOf))].toSorted()).toEqual([
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/core',
      '@aws-sdk/credential-provider-env',
      '@aws-sdk/credential-provider-node',
      '@aws-sdk/dynamodb-codec',
      '@aws-sdk/middleware-endpoint-discovery',
      '@aws/lambda-invoke-store',
      '@middy/core',
      '@smithy/core',
      '@smithy/node-http-handler',
      '@smithy/signature-v4',
      '@smithy/types',
      'events/access-rules',
      'handlers',
      'no-endpoint-cache:@aws-sdk',
      'src/access',
      'src/aws',
      'src/contracts',
      'src/provisioning',
      'src/runtime',
      'src/runtime/targets',
      'src/sqs',
      'src/targets',
      'src/targets/finspace',
      'src/targets/finspace/client',
    ]);
  });

  test('importing the function leaves the engine, the schemas of messages, the queues and the logger for the first batch', () => {
    expect(later).toEqual(
      expect.arrayContaining([
        'src/provisioning/provision-hire.ts',
        'src/contracts/new-hire.ts',
        'node_modules/valibot/dist/index.mjs',
        'src/aws/completion-queue.ts',
        'node_modules/@aws-sdk/client-sqs/dist-es/SQSClient.js',
        'node_modules/@aws-lambda-powertools/logger/lib/esm/Logger.js',
      ]),
    );
  });

  // Each file has its own copy of what it shares with another. A client keeps its state in itself, the
  // invoke store its own with the runtime; of ours, only the hash and the time zones have any, which they could make again.
  test('shares no more with what is loaded later than this, and what every client is made of', () => {
    const shared = evaluated.filter((path) => later.includes(path));
    const ofClients = /^node_modules\/@(aws-sdk|smithy)\//;
    expect(shared.filter((path) => !ofClients.test(path)).toSorted()).toEqual([
      'node_modules/@aws/lambda-invoke-store/dist-es/invoke-store.js',
      'src/aws/batches.ts',
      'src/contracts/account-terms.ts',
      'src/contracts/composed.ts',
      'src/provisioning/digests.ts',
      'src/provisioning/directory-user.ts',
      'src/provisioning/due-time.ts',
      'src/provisioning/has-account.ts',
      'src/runtime/aws-clients.ts',
      'src/runtime/rehearse.ts',
      'src/runtime/sdk-defaults.ts',
      'src/runtime/signing-hash.ts',
      'src/sqs/log-result.ts',
    ]);
  });
});

test.each(TARGETS)(
  'the schemas of messages are left for the first batch in the bundle for %s',
  async (target) => {
    const { metafile } = await bundleService(target);
    const evaluated = modulesIn(metafile.outputs['handlers/provision-user.js']);

    expect(
      evaluated.filter((path) => /valibot|contracts\/(new-hire|message|profile)\.ts/.test(path)),
    ).toEqual([]);
  },
);

// esbuild would wrap whatever such an `import()` leads to, most of the SDK in the end, in functions,
// which V8 parses twice.
test.each(TARGETS)(
  'no module of the SDK is loaded from within the bundle for %s',
  async (target) => {
    const { metafile } = await bundleService(target);
    const evaluated = modulesIn(metafile.outputs['handlers/provision-user.js']);
    const lazily = evaluated
      .flatMap((path) => metafile.inputs[path]?.imports ?? [])
      .filter(({ kind, external }) => kind === 'dynamic-import' && !external)
      .map(({ path }) => path);

    expect(lazily.filter((path) => evaluated.includes(path))).toEqual([]);
  },
);

test.each(TARGETS)('without rules, nothing of them is in the bundle for %s', async (target) => {
  const { metafile } = await bundleService(target, 'provision-user', './src/access/no-rules.ts');
  const evaluated = modulesIn(metafile.outputs['handlers/provision-user.js']);

  expect(evaluated.filter((path) => /access|comparable-text/.test(path))).toEqual([]);
});

test.each(TARGETS)(
  'nothing of the mapper of HR records is in the bundle for %s',
  async (target) => {
    const { metafile } = await bundleService(target);
    const ofMapper = /^(src\/sources|node_modules\/(jsonata|re2js|yaml|csv-parse))\//;

    expect(Object.keys(metafile.inputs).filter((path) => ofMapper.test(path))).toEqual([]);
  },
);

/** Those left out that no code is left of. */
function modulesIn(output: ServiceBundle['metafile']['outputs'][string] | undefined) {
  return Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path);
}
