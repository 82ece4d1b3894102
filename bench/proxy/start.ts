import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Service } from '../../local/stack/emulators.ts';
import type { OperationTally, ProxyMessage, ProxySettings } from './messages.ts';

export interface DelayingProxy {
  readonly endpoints: Readonly<Record<Service, string>>;
  /** The certificate of the directory's endpoint, in PEM, if that is served over TLS. */
  readonly authority?: string;
  /** Returns the calls since the last tally, and resets the counts. */
  takeTally(): Promise<readonly OperationTally[]>;
  stop(): Promise<void>;
}

/** Starts a process that delays and counts the calls of the services. */
export async function startDelayingProxy(settings: ProxySettings): Promise<DelayingProxy> {
  const child = fork(new URL('./child.ts', import.meta.url), [JSON.stringify(settings)], {
    execArgv: [],
  });
  const listening = await nextMessage(child);
  if (listening.kind !== 'listening') throw new Error('The proxy did not report its endpoints.');
  return {
    endpoints: listening.endpoints,
    ...(listening.authority !== undefined && { authority: listening.authority }),
    async takeTally() {
      const next = nextMessage(child);
      child.send('take');
      const message = await next;
      return message.kind === 'tally' ? message.tally : [];
    },
    async stop() {
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    },
  };
}

async function nextMessage(child: ChildProcess): Promise<ProxyMessage> {
  const end = new AbortController();
  const exit = once(child, 'exit', { signal: end.signal }).then(() => {
    throw new Error('The proxy exited unexpectedly.');
  });
  try {
    const [message] = await Promise.race([once(child, 'message', { signal: end.signal }), exit]);
    return message;
  } finally {
    exit.catch(() => undefined);
    end.abort();
  }
}
