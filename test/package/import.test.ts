import { beforeAll, describe, expect, test } from '@jest/globals';
import { bundleService, entryPoint, type ServiceBundle } from '../support/service-bundle.ts';

const isStatic = (kind: string) => kind !== 'dynamic-import';

/** The package that a module is of; of ours, the folder. */
const ownerOf = (path: string) =>
  path.match(/.*node_modules\/((@[^/]+\/)?[^/]+)/)?.[1] ?? path.replace(/\/[^/]*$/, '');

/**
 * Every millisecond of an import is waited for by the first hire of a cold start. What is evaluated
 * then is what static imports lead to; `import()` leaves the rest for later.
 */
describe('importing the function', () => {
  let evaluated: readonly string[];
  let later: readonly string[];

  beforeAll(async () => {
    const { metafile } = await bundleService();
    const reachable = reachableIn(metafile);
    evaluated = reachable([entryPoint]);
    later = reachable(
      evaluated
        .flatMap((path) => metafile.inputs[path]?.imports ?? [])
        .filter(({ kind, external }) => !isStatic(kind) && !external)
        .map(({ path }) => path),
    );
  });

  test('evaluates the clients, what they send and the settings, and nothing else', () => {
    expect([...new Set(evaluated.map(ownerOf))].toSorted()).toEqual([
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/client-sqs',
      '@aws-sdk/core',
      '@aws-sdk/credential-provider-env',
      '@aws-sdk/credential-provider-node',
      '@aws-sdk/dynamodb-codec',
      '@aws-sdk/endpoint-cache',
      '@aws-sdk/middleware-endpoint-discovery',
      '@aws-sdk/middleware-sdk-sqs',
      '@aws/lambda-invoke-store',
      '@middy/core',
      '@smithy/core',
      '@smithy/node-http-handler',
      '@smithy/signature-v4',
      '@smithy/types',
      'handlers',
      'mnemonist',
      'obliterator',
      'src/aws',
      'src/contracts',
      'src/runtime',
      'src/sqs',
      'src/targets',
      'src/targets/finspace',
      'src/targets/finspace/client',
    ]);
  });

  test('leaves the engine, the schemas of messages and the logger for the first batch', () => {
    expect(later).toEqual(
      expect.arrayContaining([
        'src/provisioning/provision-hire.ts',
        'src/contracts/new-hire.ts',
        'node_modules/zod/v4/mini/schemas.js',
        'node_modules/@aws-lambda-powertools/logger/lib/esm/Logger.js',
      ]),
    );
  });

  // esbuild wraps a module that `import()` leads to in a function, which V8 parses a second time when
  // it is called: for the SDK, that costs more than loading it later could save.
  test('shares next to nothing with what is loaded later', () => {
    expect(evaluated.filter((path) => later.includes(path)).toSorted()).toEqual([
      'node_modules/@aws/lambda-invoke-store/dist-es/invoke-store.js',
      'src/contracts/account-terms.ts',
      'src/sqs/outcome-log.ts',
    ]);
  });
});

/** Which modules static imports lead to, those left out that no code is left of. */
function reachableIn({ inputs, outputs }: ServiceBundle['metafile']) {
  const hasCode = (path: string) =>
    Object.values(outputs).some((output) => (output.inputs[path]?.bytesInOutput ?? 0) > 0);
  return (from: readonly string[]): readonly string[] => {
    const seen = new Set(from);
    for (const path of seen) {
      for (const imported of inputs[path]?.imports ?? []) {
        if (!imported.external && isStatic(imported.kind)) seen.add(imported.path);
      }
    }
    return [...seen].filter(hasCode);
  };
}
