import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Stack } from './stack.ts';

/** Sends a message with attributes that are text. */
export async function sendCopy(
  { clients }: Stack,
  queueUrl: string,
  body: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  await clients.sqs.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: body,
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [
          name,
          { DataType: 'String', StringValue },
        ]),
      ),
    }),
  );
}
