import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';

const REGION = 'eu-west-1';

export interface LocalSqs {
  /** A new client, which `stop` closes; middleware of one test does not touch another's. */
  connect(): SQSClient;
  /** Answers the URL of a new queue. */
  createQueue(name: string): Promise<string>;
  /** Receives whatever the queue shows now. */
  receiveAll(queueUrl: string, visibilitySeconds?: number): Promise<Message[]>;
  stop(): Promise<void>;
}

/** An SQS in-process on a free port. */
export async function startSqs(): Promise<LocalSqs> {
  const server = await startFauxqs({ port: 0, logger: false, defaultRegion: REGION });
  const clients: SQSClient[] = [];
  const connect = () => {
    const client = new SQSClient({
      endpoint: server.address,
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
      // The emulator names its public host; the port that it listens on is the endpoint's.
      return `${server.address}${new URL(QueueUrl).pathname}`;
    },
    async receiveAll(queueUrl, visibilitySeconds = 30) {
      const received: Message[] = [];
      for (;;) {
        const { Messages = [] } = await own.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: 10,
            MessageAttributeNames: ['All'],
            VisibilityTimeout: visibilitySeconds,
          }),
        );
        if (Messages.length === 0) return received;
        received.push(...Messages);
      }
    },
    async stop() {
      for (const client of clients) client.destroy();
      await server.stop();
    },
  };
}

/** The message attributes of a received message by name. */
export function attributesOf({ MessageAttributes = {} }: Message): Record<string, string> {
  return Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
  );
}
