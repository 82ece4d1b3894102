import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Unzipped, unzipSync } from 'fflate';
import { readPackagedZip, readServiceState } from '../support/package/packaged-service.ts';
import { bundleService, type ServiceBundle } from './service-bundle.ts';

const KILOBYTE = 1000;
const BUDGET_KILOBYTES = 196;

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

interface LockedPackages {
  readonly [folder: string]: { readonly dev?: boolean };
}

describe('what Lambda gets', () => {
  let zip: Buffer;
  let files: Unzipped;
  let bundle: ServiceBundle;
  let inputs: readonly string[];

  beforeAll(async () => {
    zip = readPackagedZip('provisionUser');
    files = unzipSync(zip);
    bundle = await bundleService();
    inputs = Object.keys(bundle.metafile.inputs);
  });

  test('is the handler, and next to it what the handler loads later', () => {
    expect(Object.keys(files).toSorted()).toEqual([
      'handlers/powertools-logger.js',
      'handlers/powertools-metrics.js',
      'handlers/process-batch.js',
      'handlers/provision-user.js',
      'handlers/sqs-queues.js',
    ]);
  });

  test('is a build that can be repeated, byte for byte', () => {
    const packaged = Object.values(files).map(sha256);
    const built = bundle.outputFiles.map(({ contents }) => sha256(contents));
    expect(built.toSorted()).toEqual(packaged.toSorted());
  });

  test('contains nothing of the sweep, or of intake', () => {
    expect(inputs.filter((input) => /release|due-hires|intake|client-s3/.test(input))).toEqual([]);
  });

  test('contains the core', () => {
    expect(inputs).toContain('src/provisioning/states.ts');
  });

  test('contains the rules of groups as data, and nothing that reads them', () => {
    const ofRules = inputs.filter((input) => /access/.test(input));

    expect(ofRules.toSorted()).toEqual([
      'events/access-rules/finspace.yml',
      'src/access/hire-facts.ts',
      'src/access/packaged-rules.ts',
      'src/access/plan-groups.ts',
    ]);
  });

  test('contains nothing of the local stack, the command line or the tests', () => {
    const own = inputs.filter((input) => !input.startsWith('node_modules/'));
    expect(own.filter((input) => /^(src\/(local|operator)|test|bench)\//.test(input))).toEqual([]);
  });

  test('contains no server of pages', () => {
    expect(inputs.filter((input) => /node_modules\/@?hono/.test(input))).toEqual([]);
  });

  test('contains no package that is there for development only', () => {
    const packages: LockedPackages = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
    const development = Object.keys(packages).filter((folder) => packages[folder]?.dev);
    const folderOf = (input: string) => input.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? '';
    expect(inputs.map(folderOf).filter((folder) => development.includes(folder))).toEqual([]);
  });

  test('asks the runtime for modules of Node, and for what it leaves out of the SDK on purpose', () => {
    const { exclude } = readServiceState().service.custom.esbuild;
    const outside = Object.values(bundle.metafile.outputs)
      .flatMap((output) => output.imports)
      .map((imported) => imported.path)
      .filter((path) => !isBuiltin(path) && !path.startsWith('./'));
    expect([...new Set(outside)].toSorted()).toEqual(exclude.toSorted());
  });

  test('has credentials at hand where Lambda puts them: that link of the chain is not left out', () => {
    expect(inputs).toContain('node_modules/@aws-sdk/credential-provider-env/dist-es/fromEnv.js');
  });

  test(`weighs less than ${BUDGET_KILOBYTES} KB`, () => {
    expect(zip.length / KILOBYTE).toBeLessThan(BUDGET_KILOBYTES);
  });
});
