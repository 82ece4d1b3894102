import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Clock } from '../../provisioning/ports.ts';
import type { Stack } from '../stack/stack.ts';
import { createApp } from './app.ts';
import { createFailedReading } from './failed-reading.ts';
import { createJobs } from './jobs.ts';
import { createMemory } from './memory.ts';
import { createSession } from './session.ts';
import type { Kept } from './view.ts';

export interface ConsoleOptions {
  /** ARN of the caller, where changes are allowed. */
  readonly changesAs?: string;
  /** The path of a report of `joiner audit --out`. */
  readonly auditFile?: string;
  readonly clock: Clock;
  /** Ends the console. */
  readonly signal: AbortSignal;
}

export interface RunningConsole {
  /** Opens the console in a browser, once and within a minute. */
  newAddress(): string;
  /** Settles when it has ended, with what was at work. */
  readonly ended: Promise<'idle' | 'stopped'>;
}

const HOSTNAME = '127.0.0.1';
const IDLE_CHECK_MS = 1_000;
const MOST_KEPT = 200;

/** Serves the pages of a stack to one browser of this machine. */
export async function serveConsole(stack: Stack, options: ConsoleOptions): Promise<RunningConsole> {
  const { clock, changesAs, auditFile } = options;
  const jobs = createJobs(() => session.use());
  const session = createSession(clock, jobs.areRunning);
  const ending = new AbortController();
  const { signal } = ending;
  const view = {
    stack,
    clock,
    signal,
    session,
    jobs,
    memory: createMemory<Kept>(MOST_KEPT),
    failed: createFailedReading(stack, { clock, signal }),
    ...(changesAs !== undefined && { changesAs }),
    ...(auditFile !== undefined && { auditFile }),
  };
  let host = '';
  const app = createApp({ ...view, session }, () => host);
  const server = serve({ fetch: app.fetch, hostname: HOSTNAME, port: 0 });
  await new Promise<void>((fulfil, reject) => {
    server.once('listening', fulfil);
    server.once('error', reject);
  });
  host = `${HOSTNAME}:${(server.address() as AddressInfo).port}`;

  const why = untilItEnds(options.signal, session.isIdle);
  const ended = why.then(async (reason) => {
    ending.abort(new Error('the console has ended'));
    await jobs.settled();
    await new Promise<void>((fulfil) => {
      server.close(() => fulfil());
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
    return reason;
  });
  return {
    newAddress: () => `http://${host}${session.path}open?token=${session.newToken()}`,
    ended,
  };
}

function untilItEnds(signal: AbortSignal, isIdle: () => boolean): Promise<'idle' | 'stopped'> {
  return new Promise((fulfil) => {
    const timer = setInterval(() => isIdle() && end('idle'), IDLE_CHECK_MS);
    const end = (reason: 'idle' | 'stopped') => {
      clearInterval(timer);
      fulfil(reason);
    };
    if (signal.aborted) return end('stopped');
    signal.addEventListener('abort', () => end('stopped'), { once: true });
  });
}
