import { Readable } from 'node:stream';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { HttpResponse } from '@smithy/core/protocols';

const BODY = JSON.stringify({ Successful: [], Failed: [] });

/**
 * Makes a client ready for its first call, which is slower than others: V8 compiles a function when it first runs,
 * and the client resolves its settings then. Does everything but send a message. Never throws.
 */
export async function rehearseSending(client: SQSClient, queueUrl: string): Promise<void> {
  const attribute = { DataType: 'String', StringValue: 'none' };
  const Entries = [{ Id: '0', MessageBody: '{}', MessageAttributes: { none: attribute } }];
  const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries });
  // Comes last, in place of the network.
  command.middlewareStack.add(() => respond, { step: 'deserialize', priority: 'low' });
  // The first call meets the same error.
  await client.send(command).catch(() => {});
}

async function respond() {
  const body = Readable.from([Buffer.from(BODY)]);
  return { response: new HttpResponse({ statusCode: 200, headers: {}, body }) };
}
