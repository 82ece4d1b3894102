import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import type { LocalStackOptions } from '../../../local/stack/stack.ts';
import { announceLocalStack } from '../../../src/operator/stack/local-stack-file.ts';
import { until } from '../time/until.ts';
import type { CommandEnd } from './command-run.ts';
import { type JoinerRun, runJoiner, type ShownEnd, startJoiner } from './in-process-joiner.ts';
import { installJoiner } from './installed-joiner.ts';
import { type OperatedStack, startOperatedStack } from './operated-stack.ts';

/** A local stack as `npm run local` keeps it running, and the command line: from its sources, and as a package has it. */
export interface CliSession extends OperatedStack {
  /** For files of the test. */
  readonly folder: string;
  /** Runs the installed command, when followed by its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  /** The command line in this process, without a terminal. */
  joiner(...args: string[]): Promise<CommandEnd>;
  /** As `joiner`, on a local stack of these settings. */
  joinerAt(environment: Readonly<Record<string, string>>, ...args: string[]): Promise<CommandEnd>;
  /** As `joiner`, with lines of 80 columns. */
  narrow(...args: string[]): Promise<ShownEnd>;
  /** As `joiner`, to be interrupted. */
  started(...args: string[]): JoinerRun;
  /** The installed command in a process of its own, without a terminal. */
  installed(...args: string[]): Promise<CommandEnd>;
  /** As `installed`, with these settings as well. */
  joinerWith(env: object, ...args: string[]): Promise<CommandEnd>;
  /** The JSON document that a command prints. */
  // biome-ignore lint/suspicious/noExplicitAny: each test reads another document.
  json(...args: string[]): Promise<any>;
  /** In a terminal of 200 columns. */
  inTerminal(...args: string[]): TerminalRun;
  /** In a terminal of 80 columns. */
  inNarrowTerminal(...args: string[]): TerminalRun;
  /** With these settings as well. */
  inNarrowTerminalWith(env: object, ...args: string[]): TerminalRun;
  writeFile(name: string, content: string): Promise<string>;
}

export interface TerminalRun {
  /** Waits until the screen has shown this. Throws if the command ends first. */
  untilShown(text: string): Promise<void>;
  type(keys: string): void;
  /** SIGKILL. */
  kill(): void;
  readonly ended: Promise<TerminalEnd>;
}

export interface TerminalEnd {
  readonly exitCode: number;
  /** Without colours and other control sequences. */
  readonly shown: string;
  readonly raw: string;
}

export const CTRL_C = '\u0003';
export const ENTER = '\r';

export async function startCliSession(options: LocalStackOptions = {}): Promise<CliSession> {
  const folder = await mkdtemp(join(tmpdir(), 'joiner-command-'));
  const [service, installed] = await Promise.all([startOperatedStack(options), installJoiner()]);
  announceLocalStack(
    {
      pid: process.pid,
      stackName: service.stack.identity.stackName,
      environment: service.environment,
    },
    folder,
  );
  const env: NodeJS.ProcessEnv = {
    PATH: `${resolve('node_modules/.bin')}:${process.env['PATH']}`,
    HOME: folder,
    JOINER_LOCAL_STACK_FILE: join(folder, '.local-stack.json'),
    AWS_EC2_METADATA_DISABLED: 'true',
    NODE_COMPILE_CACHE: installed.compiled,
  };
  const command = [process.execPath, installed.path] as const;

  const joinerWith = (others: object, ...args: string[]) =>
    runToEnd([...command, ...args], { ...env, ...others }, folder);
  const joiner = (...args: string[]) => runJoiner(args, env);
  const { stackName } = service.stack.identity;
  const inNarrowTerminalWith = (others: object, ...args: string[]) =>
    runInTerminal([...command, ...args], { cols: 80, env: { ...env, ...others }, cwd: folder });

  return {
    ...service,
    folder,
    command: [...command],
    env,
    joiner,
    async joinerAt(environment, ...args) {
      const at = { ...env, JOINER_LOCAL_STACK_FILE: join(folder, `${randomUUID()}.json`) };
      const stack = { pid: process.pid, stackName, environment };
      await writeFile(at.JOINER_LOCAL_STACK_FILE, JSON.stringify(stack), { mode: 0o600 });
      return runJoiner(args, at);
    },
    narrow: (...args) => startJoiner(args, env, 80).ended,
    started: (...args) => startJoiner(args, env),
    installed: (...args) => joinerWith({}, ...args),
    joinerWith,
    json: async (...args) => JSON.parse((await joiner(...args, '--json')).stdout),
    inTerminal: (...args) => runInTerminal([...command, ...args], { cols: 200, env, cwd: folder }),
    inNarrowTerminal: (...args) => inNarrowTerminalWith({}, ...args),
    inNarrowTerminalWith,
    async writeFile(name, content) {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
    async stop() {
      await service.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function runToEnd(
  [file = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<CommandEnd> {
  return new Promise((fulfil) => {
    const child = execFile(file, args, { env, cwd }, (_error, stdout, stderr) =>
      fulfil({ exitCode: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

function runInTerminal(
  [file = '', ...args]: readonly string[],
  options: { readonly cols: number; readonly env: NodeJS.ProcessEnv; readonly cwd: string },
): TerminalRun {
  const terminal = spawn(file, args, { name: 'xterm', rows: 50, ...options });
  let raw = '';
  let exitCode: number | undefined;
  terminal.onData((data) => {
    raw += data;
  });
  const shown = () => stripVTControlCharacters(raw).replaceAll('\r\n', '\n');
  const ended = new Promise<TerminalEnd>((fulfil) => {
    terminal.onExit((exit) => {
      exitCode = exit.exitCode;
      fulfil({ exitCode, shown: shown(), raw });
    });
  });
  return {
    async untilShown(text) {
      await until(shown, (screen) => screen.includes(text) || exitCode !== undefined);
      if (!shown().includes(text)) throw new Error(`Ended without "${text}": ${shown()}`);
    },
    type: (keys) => terminal.write(keys),
    kill: () => terminal.kill('SIGKILL'),
    ended,
  };
}
