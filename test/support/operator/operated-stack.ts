import { GetQueueAttributesCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { startControlPlane } from '../../../local/stack/control-plane/server.ts';
import type { LocalStackOptions } from '../../../local/stack/stack.ts';
import { readMessage } from '../../../src/contracts/message.ts';
import { createClients } from '../../../src/operator/stack/clients.ts';
import { findStack, readDigests, type Stack } from '../../../src/operator/stack/stack.ts';
import type { Digests } from '../../../src/provisioning/digests.ts';
import { type PackagedStack, startPackagedStack } from '../stack/packaged-stack.ts';

/** A local stack, and the same stack as the operator's functions see it. */
export interface OperatedStack extends PackagedStack {
  readonly operated: Stack;
  /** The settings that point any client at it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Puts messages into the dead-letter queue, like the function when it defers them. */
  putDeadLetters(bodies: readonly string[], reasonCode?: string): Promise<void>;
  /** How many messages are in flight, so that no one can receive them now. */
  inFlight(queueUrl: string): Promise<number>;
}

const BATCH_SIZE = 10;

export async function startOperatedStack(options: LocalStackOptions = {}): Promise<OperatedStack> {
  const service = await startPackagedStack(options);
  const controlPlane = await startControlPlane(service.stack);
  const environment = { ...service.stack.environment, ...controlPlane.environment };
  const clients = createClients({ environment });
  const operated = await findStack(clients, service.stack.identity.stackName, {
    isLocal: true,
  });

  return {
    ...service,
    operated,
    environment,
    async putDeadLetters(bodies, reasonCode = 'target-unavailable') {
      const digests = await readDigests(operated);
      for (let start = 0; start < bodies.length; start += BATCH_SIZE) {
        const Entries = bodies.slice(start, start + BATCH_SIZE).map((MessageBody, index) => ({
          Id: String(index),
          MessageBody,
          MessageAttributes: attributes({
            ...macOf(MessageBody, reasonCode, digests),
            reasonCode,
            reason: 'The directory did not answer.',
            firstSeenAt: FIRST_SEEN_AT,
            sentAt: SENT_AT,
          }),
        }));
        const QueueUrl = operated.outputs.DeadLetterQueueUrl;
        await service.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      }
    },
    async inFlight(QueueUrl) {
      const { Attributes } = await service.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
    },
    async stop() {
      clients.destroy();
      await controlPlane.stop();
      await service.stop();
    },
  };
}

const FIRST_SEEN_AT = '2026-11-02T08:00:00.000Z';
/** When HR sent the dead letters. */
export const SENT_AT = '2026-11-02T07:00:00.000Z';

/** As the function makes it when it defers a message. */
function macOf(body: string, reasonCode: string, digests: Digests) {
  const { requestId } = readMessage(body, digests.pseudonymOf).correlation;
  return {
    requestId,
    mac: digests.failedMessageMacOf({
      kind: 'deferred',
      body,
      requestId,
      reasonCode,
      at: FIRST_SEEN_AT,
      sentAt: SENT_AT,
    }),
  };
}

function attributes(values: Readonly<Record<string, string>>) {
  const entries = Object.entries(values).map(([name, StringValue]) => [
    name,
    { DataType: 'String', StringValue },
  ]);
  return Object.fromEntries(entries);
}
