import { execFile, execFileSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { packCommandLine } from '../../release/command-line/pack.ts';
import { processHost } from '../../src/operator/cli/host.ts';
import { createProgram } from '../../src/operator/cli/program.ts';
import { type GlobalJoiner, installGlobally } from '../support/operator/global-joiner.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';
import { nodesOnPath } from '../support/package/nodes-on-path.ts';

const program = createProgram(processHost());
const MAXIMUM_BYTES = 3_000_000;
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

let folder: string;
let tarball: string;
let joiner: GlobalJoiner;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joiner-release-'));
  tarball = await packCommandLine(folder);
  joiner = await installGlobally(tarball);
});
afterAll(async () => {
  await joiner?.remove();
  await rm(folder, { recursive: true });
});

/** The files of the installed package, by their paths in it. */
const packaged = () =>
  globSync('**', { cwd: joiner.packageFolder }).filter((path) =>
    statSync(join(joiner.packageFolder, path)).isFile(),
  );

test('the tarball is named by its version', () => {
  expect(basename(tarball)).toBe(`joiner-cli-${version}.tgz`);
});

test('another user with other permissions, who builds it elsewhere, gets the same bytes', async () => {
  const other = join(folder, 'other');
  const line = 'umask 077; TZ=Asia/Tokyo LC_ALL=C exec "$@"';
  const release = [process.execPath, resolve('release/command-line/release.ts'), other];

  await promisify(execFile)('sh', ['-c', line, 'sh', ...release], { cwd: folder });

  const built = await readFile(join(other, basename(tarball)));
  expect(built.equals(await readFile(tarball))).toBe(true);
});

test('it has the command, what that reads, its manual and its licences, and depends on no package', async () => {
  const sources = globSync('sources/*.yml');
  const others = packaged().filter((path) => !/^dist\/joiner(-\w+)?\.js$/.test(path));

  expect(others.toSorted()).toEqual(
    [...sources, 'LICENSE', 'THIRD-PARTY-LICENCES.txt', 'man/joiner.1', 'package.json'].toSorted(),
  );
  expect(await readdir(join(joiner.prefix, 'lib', 'node_modules'))).toEqual(['joiner-cli']);
});

test('its code has less than 3 MB', () => {
  const sizes = packaged()
    .filter((path) => path.startsWith('dist/'))
    .map((path) => statSync(join(joiner.packageFolder, path)).size);

  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(MAXIMUM_BYTES);
});

test('nothing in it names a folder of the machine that built it', () => {
  const contents = packaged().map((path) => readFileSync(join(joiner.packageFolder, path), 'utf8'));
  const named = [resolve('.'), tmpdir()].filter((name) =>
    contents.some((content) => content.includes(name)),
  );

  expect(named).toEqual([]);
});

test('every package with code in it is named with its licence', async () => {
  const page = await readFile('docs/generated/bundle.md', 'utf8');
  const inCommand = page.match(/^\| `.*\| yes \|$/gm)?.map((row) => row.split('|')) ?? [];
  const names = inCommand.map(
    ([, name = '', inVersion = '']) => `${name.replaceAll('`', '').trim()} ${inVersion.trim()}`,
  );
  const lines = (
    await readFile(join(joiner.packageFolder, 'THIRD-PARTY-LICENCES.txt'), 'utf8')
  ).split('\n');

  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !lines.includes(name))).toEqual([]);
});

describe('the manual', () => {
  const page = () => readFileSync(join(joiner.prefix, 'share', 'man', 'man1', 'joiner.1'), 'utf8');

  test('explains every command and every option that their help lists', () => {
    const plain = page().replaceAll('\\-', '-');
    const missing = everyCommandOf(program)
      .flatMap((command) => [
        command.description(),
        ...command
          .createHelp()
          .visibleOptions(command)
          .map(({ long }) => long ?? ''),
      ])
      .filter((text) => !plain.includes(text.replaceAll("'", '\\(aq').replaceAll('`', '\\(ga')));

    expect(missing).toEqual([]);
  });

  const man = hasProgram('man') ? test : test.skip;
  man('is what `man joiner` shows after the installation', async () => {
    const { stdout, stderr } = await promisify(execFile)('man', ['--warnings', 'joiner'], {
      env: {
        PATH: `${joiner.prefix}/bin:${process.env['PATH']}`,
        LC_ALL: 'C.UTF-8',
        MANWIDTH: '100',
      },
    });

    const shown = stripVTControlCharacters(stdout);
    expect(stderr).toBe('');
    expect(shown).toContain(`joiner - ${program.description()}`.slice(0, 80));
    expect(shown).toContain(
      'joiner explain report.csv --source bamboohr --rules ./access-rules.yml',
    );
  });
});

const nodes: readonly (readonly [string, string])[] = [
  [process.versions.node, process.execPath],
  ...nodesOnPath()
    .filter(({ major }) => major >= 20)
    .map(({ version: ofNode, path }) => [ofNode, path] as const),
];

describe.each(nodes)('on Node.js %s, the installed joiner', (_, node) => {
  let service: OperatedStack;

  beforeAll(async () => {
    service = await startOperatedStack();
  });
  afterAll(() => service.stop());

  const run = (...args: string[]) => joiner.run(node, {}, ...args);
  const onStack = (...args: string[]) =>
    joiner.run(node, service.environment, ...args, '--stack', 'joiner-local');

  test('prints its version', async () => {
    expect(await run('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('prints its help', async () => {
    expect(await run('--help')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Usage: joiner [options] [command]'),
      stderr: '',
    });
  });

  test.each(['bash', 'zsh', 'fish'])('prints the completion for %s', async (shell) => {
    expect(await run('complete', shell)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('joiner complete --'),
      stderr: '',
    });
  });

  test('completes the names of the sources that are packaged', async () => {
    const { stdout } = await run('complete', '--', 'send', '--source', 'bamb');

    expect(stdout).toContain('bamboohr');
  });

  test('shows what would become of the hires of a file', async () => {
    const end = await onStack('send', resolve('events/first-day.csv'), '--dry-run');

    expect(end).toMatchObject({ exitCode: 1, stderr: '' });
    expect(end.stdout).toContain('ada.okafor@example.com');
    expect(end.stdout).toMatch(/\d+ new/);
  });

  test('sends a hire and follows it to its end', async () => {
    const file = join(folder, 'hire.json');
    await writeFile(
      file,
      JSON.stringify({ emailAddress: 'lena.brandt@example.com', requestId: 'R-1' }),
    );

    const end = await onStack('send', file, '--wait', '--yes');

    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect(end.stdout).toContain('created');
  });

  test('examines the stack', async () => {
    const { stdout, stderr } = await onStack('doctor', '--json');

    expect(stderr).toBe('');
    expect(JSON.parse(stdout).findings.length).toBeGreaterThan(10);
  });

  test('reads the file of an HR system by its packaged source', async () => {
    const file = resolve('events/sources/bamboohr/report.csv');

    const { stdout, stderr } = await run('sources', 'try', 'bamboohr', file);

    expect(stderr).toBe('');
    expect(stdout).toContain('@example.com');
  });

  test('takes a number for an employee id, unless JSON would round it', async () => {
    const file = join(folder, 'numbers.json');
    const hires = ['4711', '1.2345678E7'].map(
      (id) => `{"emailAddress":"ada@example.com","employeeId":${id}}`,
    );
    await writeFile(file, `[${hires.join()}]`);

    const { stdout } = await run(
      'explain',
      file,
      '--rules',
      resolve('events/access-rules/scim.yml'),
    );

    expect(stdout).toContain('2 hires: 0 with groups, 1 without, 1 refused');
  });

  test.each([[['--local']], [['--local', 'doctor']], [['doctor', '--local']]])(
    'says that --local needs the repository, and what works without it: %j',
    async (args) => {
      const { exitCode, stdout, stderr } = await run(...args);

      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
      expect(stderr).toContain('--local needs the repository of Joiner');
      expect(stderr).toContain('give --stack NAME for a deployed stack');
    },
  );
});

function everyCommandOf(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommandOf)];
}

function hasProgram(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
