import { CreateQueueCommand, type Message, SQSClient } from '@aws-sdk/client-sqs';
import { startSqs as startEmulator } from '../../../local/emulators/sqs.ts';
import { receiveAll } from './received.ts';

const REGION = 'eu-west-1';

export interface LocalSqs {
  /** A new client, which `stop` closes. So middleware of one test does not touch another test. */
  connect(): SQSClient;
  /** Returns the URL of a new queue. */
  createQueue(name: string): Promise<string>;
  /** Receives every message that is visible now. */
  receiveAll(queueUrl: string, visibilitySeconds?: number): Promise<Message[]>;
  stop(): Promise<void>;
}

/** An SQS in-process on a free port. */
export async function startSqs(): Promise<LocalSqs> {
  const server = await startEmulator({ port: 0, region: REGION });
  const clients: SQSClient[] = [];
  const connect = () => {
    const client = new SQSClient({
      endpoint: server.endpoint,
      region: REGION,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    clients.push(client);
    return client;
  };
  const own = connect();

  return {
    connect,
    async createQueue(name) {
      const { QueueUrl = '' } = await own.send(new CreateQueueCommand({ QueueName: name }));
      return QueueUrl;
    },
    receiveAll: (queueUrl, visibilitySeconds) => receiveAll(own, queueUrl, visibilitySeconds),
    async stop() {
      for (const client of clients) client.destroy();
      await server.stop();
    },
  };
}
