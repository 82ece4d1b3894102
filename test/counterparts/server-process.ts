import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface ServerProcess {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export interface ServerCommand {
  readonly command: string;
  readonly args: (port: number) => readonly string[];
  /** For what it writes beside itself. Default: the folder of our process. */
  readonly cwd?: string;
}

const START_TIMEOUT_MS = 120_000;
const PROBE_TIMEOUT_MS = 5_000;

/**
 * Starts a server that somebody else wrote, in a process of its own, which ends with ours however that
 * ends. Throws what it wrote if it ends, or answers nothing, before it is up.
 */
export async function startServerProcess(options: ServerCommand): Promise<ServerProcess> {
  const { command, args, cwd } = options;
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn('sh', ['-c', WHILE_STDIN_IS_OPEN, 'sh', command, ...args(port)], { cwd });
  let written = '';
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (text) => {
      written = `${written}${text}`.slice(-4_000);
    });
  }
  const ended = once(child, 'exit');
  const stop = async () => {
    child.stdin.end();
    await ended;
  };

  const isUp = () =>
    fetch(endpoint, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) }).then(consumed, () => false);
  const giveUpAtMs = Date.now() + START_TIMEOUT_MS;
  while (!(await isUp())) {
    if ((child.exitCode ?? child.signalCode) !== null || Date.now() > giveUpAtMs) {
      await stop();
      throw new Error(`${command} does not come up. It wrote:\n${written}`);
    }
    await delay(50);
  }
  return { endpoint, stop };
}

/** The end of our process closes what the shell reads from, even if it is killed. */
const WHILE_STDIN_IS_OPEN =
  'exec 3<&0; "$@" & server=$!; { cat <&3 >/dev/null; kill -9 $server; } & wait $server';

async function consumed(response: Response): Promise<boolean> {
  await response.body?.cancel();
  return true;
}

/** Below what systems give out by themselves, so that nobody is given it before the server has it. */
async function freePort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const probe = createServer();
  try {
    await once(probe.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return freePort();
  }
  await once(probe.close(), 'close');
  return port;
}
