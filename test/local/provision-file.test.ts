import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { provisionFile } from '../../local/cli/provision-file.ts';
import { type LocalSqs, startSqs } from '../../local/emulators/sqs.ts';
import {
  type InterceptingProxy,
  startInterceptingProxy,
} from '../support/http/intercepting-proxy.ts';

let server: LocalSqs;
let proxy: InterceptingProxy;
let sqs: SQSClient;

beforeEach(async () => {
  server = await startSqs({ port: 0, region: 'eu-west-1' });
  proxy = await startInterceptingProxy();
  sqs = new SQSClient({
    endpoint: proxy.intercept('sqs', server.endpoint),
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterEach(async () => {
  sqs.destroy();
  await proxy.stop();
  await server.stop();
});

test('a file of thousands is sent in ten calls at a time, far from the sockets that a client has', async () => {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'new-hires' }));
  let underWay = 0;
  let most = 0;
  proxy.onCall(({ operation }, phase) => {
    if (operation !== 'SendMessageBatch' || phase === 'committed') return;
    underWay += phase === 'before' ? 1 : -1;
    most = Math.max(most, underWay);
  });

  await provisionFile({
    sqs,
    newHireQueueUrl: QueueUrl,
    completionQueueUrl: QueueUrl,
    timeoutMs: 1,
    messages: Array.from({ length: 1_500 }, (_, index) => ({ line: index + 1, body: '{}' })),
    signal: new AbortController().signal,
    onProgress: () => {},
  });

  expect(most).toBeLessThanOrEqual(10);
  expect(proxy.calls.filter(({ operation }) => operation === 'SendMessageBatch')).toHaveLength(150);
});
