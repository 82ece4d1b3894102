import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import {
  createEventSourceMapping,
  type EventSourceMapping,
  type MappingDefinition,
} from '../../../../local/emulators/event-source-mapping/mapping.ts';
import { startSqs } from '../../../../local/emulators/sqs.ts';
import { until } from '../../../support/time/until.ts';

/** Messages of a queue: visible, and received but not deleted. */
export type Depth = readonly [visible: number, inFlight: number];

/** The calls of a mapping, in its order. */
export interface MappingCall {
  readonly command: string;
  readonly input: object;
}

const REGION = 'eu-west-1';

/** A queue, and mappings from it to a function that a test gives. */
export async function startMappingHarness() {
  const server = await startSqs({ port: 0, region: REGION });
  const calls: MappingCall[] = [];
  const lines: string[] = [];
  const sqs = clientOf(server.endpoint);
  const pollingSqs = recorded(clientOf(server.endpoint), calls);
  let queueUrl = await createQueue('hires', { VisibilityTimeout: '60' });
  let mapping: EventSourceMapping | undefined;

  async function createQueue(QueueName: string, Attributes: Record<string, string>) {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return QueueUrl;
  }

  async function depth(url = queueUrl): Promise<Depth> {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
    );
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
    return [Number(ApproximateNumberOfMessages), Number(ApproximateNumberOfMessagesNotVisible)];
  }

  return {
    sqs,
    calls,
    lines,
    createQueue,
    depth,
    queueUrl: () => queueUrl,
    /** In place of the queue whose messages stay invisible for a minute. */
    async useQueue(attributes: Record<string, string>) {
      queueUrl = await createQueue('another', attributes);
    },
    async send(...bodies: string[]) {
      const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    },
    untilDepth: ([visible, inFlight]: Depth, url = queueUrl) =>
      until(
        () => depth(url),
        (now) => now[0] === visible && now[1] === inFlight,
      ),
    untilCalls: (count: number) =>
      until(
        () => calls,
        ({ length }) => length === count,
      ),
    /** A mapping that has yet to be started. */
    createMapping(
      handler: (event: SQSEvent) => unknown,
      overrides: Partial<MappingDefinition> = {},
    ) {
      mapping = createEventSourceMapping({
        definition: {
          queueUrl,
          queueArn: `arn:aws:sqs:${REGION}:000000000000:hires`,
          batchSize: 10,
          batchingWindowSeconds: 0,
          maximumConcurrency: 2,
          reportsItemFailures: true,
          enabled: true,
          ...overrides,
        },
        sqs: pollingSqs,
        endLongPolls: server.endLongPolls,
        invoke: async (event) => {
          try {
            return { kind: 'returned', payload: (await handler(event as SQSEvent)) ?? null };
          } catch (error) {
            return { kind: 'failed', error: { errorType: 'Error', errorMessage: String(error) } };
          }
        },
        onLog: (line) => lines.push(line),
      });
      return mapping;
    },
    async stop() {
      await mapping?.pause();
      sqs.destroy();
      pollingSqs.destroy();
      await server.stop();
    },
  };
}

export type MappingHarness = Awaited<ReturnType<typeof startMappingHarness>>;

function clientOf(endpoint: string): SQSClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new SQSClient({ endpoint, region: REGION, credentials });
}

function recorded(client: SQSClient, calls: MappingCall[]): SQSClient {
  client.middlewareStack.add(
    (next, context) => (input) => {
      calls.push({ command: String(context['commandName']), input: input.input });
      return next(input);
    },
    { step: 'initialize' },
  );
  return client;
}
