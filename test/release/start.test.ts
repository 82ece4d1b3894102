import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { examineCommandLine } from '../../release/command-line/bundle.ts';
import { packCommandLine } from '../../release/command-line/pack.ts';
import { type GlobalJoiner, installGlobally } from '../support/operator/global-joiner.ts';

/** What the declarations of commands need. The rest is loaded by the command that needs it. */
const NEEDED_FOR_HELP = [
  '@bomb.sh/tab',
  'commander',
  'fast-string-truncated-width',
  'fast-string-width',
  'valibot',
];
/** Writes the files that Node has loaded when the process ends. */
const REPORT_LOADED = `process.on('exit', () => require('node:fs').writeFileSync(process.env.LOADED_FILE, JSON.stringify(Object.keys(require.cache))));`;

let folder: string;
let joiner: GlobalJoiner;
/** The packages with code in a file of the bundle. */
let packagesIn: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joiner-start-'));
  await writeFile(join(folder, 'report.cjs'), REPORT_LOADED);
  joiner = await installGlobally(await packCommandLine(folder));
  const { outputs } = await examineCommandLine();
  packagesIn = new Map(
    Object.entries(outputs).map(([path, { inputs }]) => [
      basename(path),
      Object.keys(inputs).flatMap(
        (input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
      ),
    ]),
  );
});
afterAll(async () => {
  await joiner?.remove();
  await rm(folder, { recursive: true });
});

/** The files of the bundle that a command loads. */
async function filesOf(...args: readonly string[]): Promise<readonly string[]> {
  const env = {
    LOADED_FILE: join(folder, 'loaded.json'),
    NODE_OPTIONS: `--require ${join(folder, 'report.cjs')}`,
  };
  await joiner.run(process.execPath, env, ...args);
  const loaded: readonly string[] = JSON.parse(await readFile(env.LOADED_FILE, 'utf8'));
  return loaded.map((path) => basename(path)).filter((name) => packagesIn.has(name));
}

async function packagesOf(...args: readonly string[]): Promise<readonly string[]> {
  const names = (await filesOf(...args)).flatMap((file) => packagesIn.get(file) ?? []);
  return [...new Set(names)].toSorted();
}

describe('the installed joiner loads no SDK, and nothing else that only a command needs,', () => {
  test.each([
    ['for its version', ['--version']],
    ['for its help', ['--help']],
    ['for the help of a command', ['failed', 'replay', '--help']],
    ['for a command without a stack', ['failed', 'list']],
    ['for a command that does not exist', ['fail']],
    ['for completion', ['complete', '--', 'failed', 'list', '--re']],
  ])('%s', async (_, args) => {
    expect(await packagesOf(...args)).toEqual(NEEDED_FOR_HELP);
  });
});

test('the installed joiner loads the SDK for a command on a stack', async () => {
  const packages = await packagesOf('failed', 'list', '--stack', 'joiner-prod');

  expect(packages).toContain('@aws-sdk/client-cloudformation');
});
