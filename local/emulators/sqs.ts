import type { AddressInfo } from 'node:net';
import type { DatabaseSync } from 'node:sqlite';
import { buildApp } from 'fauxqs';
import { PersistenceManager } from '../../node_modules/fauxqs/dist/persistence.js';
import { S3Store } from '../../node_modules/fauxqs/dist/s3/s3Store.js';
import { SnsStore } from '../../node_modules/fauxqs/dist/sns/snsStore.js';
import { type SqsQueue, SqsStore } from '../../node_modules/fauxqs/dist/sqs/sqsStore.js';
import { refuseForeignRequests } from '../refuse-foreign-requests.ts';
import { nameSourcesOfMoved } from './moved-messages.ts';

export interface LocalSqs {
  /** For a client's `endpoint`, or `AWS_ENDPOINT_URL_SQS`. */
  readonly endpoint: string;
  /** Ends all waiting long polls with an empty response. */
  endLongPolls(): void;
  /** Puts a message into a queue at once, as a service of AWS would. */
  deliver(queueArn: string, body: string): void;
  stop(): Promise<void>;
}

export interface LocalSqsOptions {
  /** 0 for a free port. */
  readonly port: number;
  readonly region: string;
  /** Folder that stores queues and messages. Default: in memory, until `stop`. */
  readonly dataDir?: string;
}

/**
 * Starts an SQS on 127.0.0.1, in this process. It accepts any credentials. Retention periods, encryption and
 * queue policies are stored as attributes, without effect.
 *
 * @throws the system's error when the port is taken
 */
export async function startSqs(options: LocalSqsOptions): Promise<LocalSqs> {
  // fauxqs' own start function listens on every interface, puts a host name into queue URLs that some
  // machines cannot resolve, and does not expose its store: so the parts are assembled here.
  const sqsStore = new SqsStore();
  sqsStore.host = '';
  const snsStore = new SnsStore();
  const persistence =
    options.dataDir === undefined ? undefined : restore(options.dataDir, sqsStore);
  const app = buildApp({
    logger: false,
    defaultRegion: options.region,
    stores: { sqsStore, snsStore, s3Store: new S3Store() },
  });

  nameSourcesOfMoved(app, sqsStore);
  refuseForeignRequests(app.server);

  let closing: Promise<void> | undefined;
  const stop = () => {
    closing ??= app.close().then(() => persistence?.close());
    return closing;
  };

  try {
    await app.listen({ port: options.port, host: '127.0.0.1' });
  } catch (error) {
    await stop();
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  for (const queue of sqsStore.allQueues()) {
    // Stored queues have URLs with the port of an earlier run.
    Object.assign(queue, { url: new URL(new URL(queue.url).pathname, endpoint).href });
  }
  return {
    endpoint,
    endLongPolls() {
      for (const queue of sqsStore.allQueues()) queue.cancelWaiters();
    },
    deliver(queueArn, body) {
      sqsStore.getQueueByArn(queueArn)?.enqueue(SqsStore.createMessage(body, {}));
    },
    stop,
  };
}

function restore(dataDir: string, sqsStore: SqsStore): PersistenceManager {
  const persistence = keepMessages(new PersistenceManager(dataDir));
  persistence.loadSqsAndSns(sqsStore, new SnsStore());
  sqsStore.persistence = persistence;
  for (const queue of sqsStore.allQueues()) queue.persistence = persistence;
  return persistence;
}

/**
 * Two statements of fauxqs lose messages. A message that is made visible again gets no receive count, which its
 * table refuses: the message is then in no list. A queue that is stored again is replaced, and the deletion of the
 * old row deletes its messages.
 */
function keepMessages(persistence: PersistenceManager): PersistenceManager {
  const { db } = persistence as unknown as { readonly db: DatabaseSync };
  const makeVisible = db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  const exists = db.prepare('SELECT 1 FROM sqs_queues WHERE name = ?');
  const update = db.prepare('UPDATE sqs_queues SET attributes = ?, tags = ? WHERE name = ?');
  const insertQueue = persistence.insertQueue.bind(persistence);
  return Object.assign(persistence, {
    updateMessageReady: (messageId: string) => void makeVisible.run(messageId),
    insertQueue(queue: SqsQueue) {
      const { name, attributes, tags } = queue;
      if (exists.get(name) === undefined) return insertQueue(queue);
      const stored = [attributes, Object.fromEntries(tags)].map((value) => JSON.stringify(value));
      update.run(...stored, name);
    },
  });
}
