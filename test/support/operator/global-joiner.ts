import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { CommandEnd } from './command-run.ts';

/** The command line as an operator has it: installed from its tarball, on a machine without the repository. */
export interface GlobalJoiner {
  /** The folder that npm installed into: `bin`, `lib` and `share` are in it. */
  readonly prefix: string;
  /** The folder of the package. */
  readonly packageFolder: string;
  /** Runs `joiner` by its name, on a Node.js, in an empty folder, with nothing but these settings. */
  run(node: string, env: object, ...args: readonly string[]): Promise<CommandEnd>;
  remove(): Promise<void>;
}

const execute = promisify(execFile);

/** Installs a tarball as `npm install -g` does, without network and scripts. */
export async function installGlobally(tarball: string): Promise<GlobalJoiner> {
  const folder = await mkdtemp(join(tmpdir(), 'joiner-global-'));
  const [prefix, home] = [
    await mkdtemp(join(folder, 'prefix-')),
    await mkdtemp(join(folder, 'home-')),
  ];
  await execute(
    'npm',
    ['install', '--global', '--offline', '--ignore-scripts', '--prefix', prefix, resolve(tarball)],
    { cwd: home, env: { PATH: process.env['PATH'], HOME: home } },
  );
  return {
    prefix,
    packageFolder: join(prefix, 'lib', 'node_modules', 'joiner-cli'),
    run: (node, env, ...args) =>
      new Promise((fulfil) => {
        const PATH = [join(prefix, 'bin'), dirname(node)].join(delimiter);
        const options = { cwd: home, env: { ...env, PATH, HOME: home } };
        const child = execFile(join(prefix, 'bin', 'joiner'), args, options, (_, stdout, stderr) =>
          fulfil({ exitCode: child.exitCode, stdout, stderr }),
        );
        child.stdin?.end();
      }),
    remove: () => rm(folder, { recursive: true }),
  };
}
