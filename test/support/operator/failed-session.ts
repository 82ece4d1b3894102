import { chmod } from 'node:fs/promises';
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import type { LocalStackOptions } from '../../../local/stack/stack.ts';
import type { ListedMessage } from '../../../src/operator/failed/failed-message.ts';
import { listFailedMessages } from '../../../src/operator/failed/failed-queues.ts';
import { type CliSession, startCliSession } from './cli-session.ts';

/** A session with the command, to put messages into the failed queues and see what is left there. */
export interface FailedSession extends CliSession {
  /** The URL of the dead-letter queue. */
  readonly deadLetters: string;
  list(): Promise<readonly ListedMessage[]>;
  /** The request ids of the failed messages, in order. */
  requests(): Promise<readonly string[]>;
  /** Of the first failed message. */
  onlyId(): Promise<string>;
  /** Sends a message that the function rejects. */
  reject(body: string): Promise<void>;
  /** Sets an editor that is a program of its own: `sed` with this script. */
  editorThat(script: string): Promise<void>;
  purgeFailed(): Promise<void>;
}

export async function startFailedSession(options: LocalStackOptions = {}): Promise<FailedSession> {
  const session = await startCliSession(options);
  const { DeadLetterQueueUrl, RejectedQueueUrl } = session.operated.outputs;
  const { signal } = new AbortController();
  const list = async () => (await listFailedMessages(session.operated, {}, { signal })).messages;
  return {
    ...session,
    deadLetters: DeadLetterQueueUrl,
    list,
    requests: async () => (await list()).map(({ requestId }) => requestId).sort(),
    onlyId: async () => (await list())[0]?.id ?? '',
    async reject(body) {
      await session.send(body);
      await session.untilDone();
    },
    async editorThat(script) {
      const path = await session.writeFile('editor.sh', `#!/bin/sh\nsed -i '${script}' "$1"\n`);
      await chmod(path, 0o755);
      session.env['EDITOR'] = path;
    },
    async purgeFailed() {
      for (const QueueUrl of [DeadLetterQueueUrl, RejectedQueueUrl])
        await session.sqs.send(new PurgeQueueCommand({ QueueUrl }));
    },
  };
}

/** The body of a hire. */
export function hireOf(name: string, changes: object = {}): string {
  return JSON.stringify({
    emailAddress: `${name}@example.com`,
    requestId: `R-${name}`,
    ...changes,
  });
}
