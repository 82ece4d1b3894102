import { type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Receives every message that is visible now. */
export async function receiveAll(
  client: SQSClient,
  queueUrl: string,
  visibilitySeconds = 30,
): Promise<Message[]> {
  const received: Message[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        // The setting of the queue polls for as long as SQS allows.
        WaitTimeSeconds: 0,
        MessageAttributeNames: ['All'],
        VisibilityTimeout: visibilitySeconds,
      }),
    );
    if (Messages.length === 0) return received;
    received.push(...Messages);
  }
}

/** The message attributes of a received message by name. */
export function attributesOf({ MessageAttributes = {} }: Message): Record<string, string> {
  return Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
  );
}
