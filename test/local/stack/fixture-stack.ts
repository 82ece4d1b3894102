import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import {
  type LocalStack,
  type LocalStackOptions,
  startLocalStack,
} from '../../../local/stack/stack.ts';
import { observeStack } from '../../support/stack/observed-stack.ts';
import { type PackageFixture, removePackage, writePackage } from './package-fixture.ts';

/** The function's side of a test: sends a message to the completion queue, without an SDK. */
export const TELL = `
  const tell = (message) =>
    fetch(process.env.AWS_ENDPOINT_URL_SQS, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'AmazonSQS.SendMessage',
      },
      body: JSON.stringify({
        QueueUrl: process.env.COMPLETION_QUEUE_URL,
        MessageBody: JSON.stringify(message),
      }),
    });
`;

/** Tells of each message, and which process had it. */
const echo = `${TELL}
  exports.handler = async ({ Records }) => {
    for (const { body } of Records) await tell({ body, pid: process.pid });
  };`;

export interface FixtureStack extends LocalStack {
  readonly sqs: SQSClient;
  /** Puts a message on the new-hire queue. */
  send(body: string): Promise<unknown>;
  /** What the function told, one message. */
  told(): Promise<unknown>;
  /** The attributes of the new-hire queue. */
  newHireQueue(): Promise<Readonly<Record<string, string>>>;
}

/** Local stacks of a function that is a few lines long, and all that is made for them, until `cleanUp`. */
export function createFixtureStacks() {
  const cleanUps: (() => unknown)[] = [];

  return {
    /** Of a function that echoes, unless the fixture has other code. */
    async start({
      code = echo,
      ...options
    }: Partial<PackageFixture> & LocalStackOptions = {}): Promise<FixtureStack> {
      const packageDir = await writePackage({ code, ...options });
      cleanUps.push(() => removePackage(packageDir));
      const stack = await startLocalStack({ ...options, packageDir });
      cleanUps.push(stack.stop);
      const fixture = withQueues(stack);
      cleanUps.push(() => fixture.sqs.destroy());
      return fixture;
    },

    async dataFolder(): Promise<string> {
      const dataDir = await mkdtemp(join(tmpdir(), 'joiner-data-'));
      cleanUps.push(() => rm(dataDir, { recursive: true }));
      return dataDir;
    },

    /** Last in, first out. */
    async cleanUp(): Promise<void> {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    },
  };
}

function withQueues(stack: LocalStack): FixtureStack {
  const { NewHireQueueUrl, CompletionQueueUrl } = stack.outputs;
  const { sqs, send } = observeStack({ ...stack, region: stack.identity.region });

  return {
    ...stack,
    sqs,
    send,
    async told() {
      const QueueUrl = CompletionQueueUrl;
      const { Messages: [message = {} as Message] = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }),
      );
      const { ReceiptHandle, Body = 'null' } = message;
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return JSON.parse(Body);
    },
    async newHireQueue() {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: NewHireQueueUrl, AttributeNames: ['All'] }),
      );
      return Attributes;
    },
  };
}
