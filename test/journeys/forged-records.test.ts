import { randomUUID } from 'node:crypto';
import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { receiptsOf } from '../../local/emulators/event-source-mapping/receipts.ts';
import { hire } from '../support/bodies/hires.ts';
import { recordOf } from '../support/engine/engine-harness.ts';
import { type PackagedStack, startPackagedStack } from '../support/stack/packaged-stack.ts';
import { until } from '../support/time/until.ts';

let service: PackagedStack;
let people = 0;
beforeAll(async () => {
  service = await startPackagedStack({ consume: false });
});
beforeEach(() => {
  people += 1;
});
afterAll(() => service.stop());

/** A record as the event source mapping would write it, about a person of its own, with any receipt. */
function record(receiptHandle: string, name: string) {
  const emailAddress = `${name}.${people}@example.com`;
  const eventSourceArn = String(service.stack.resources.get('NewHireQueue')?.attributes['Arn']);
  const body = hire({ emailAddress, requestId: randomUUID() });
  return recordOf({ body, receiptHandle, eventSourceArn, senderId: 'hr' }, Date.now());
}

const receipts = (count: number) =>
  receiptsOf(service.sqs, service.stack.outputs.NewHireQueueUrl, count);

/** A direct invocation; returns the ids that the function gives back. */
async function invoke(...Records: readonly ReturnType<typeof record>[]): Promise<unknown> {
  const { functions, outputs } = service.stack;
  const result = await functions.invoke(outputs.ProvisionFunctionName, { Records });
  if (result.kind === 'failed') throw new Error(result.error.errorType);
  return result.payload;
}

const given = (...records: readonly ReturnType<typeof record>[]) => ({
  batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});
const addresses = () => service.stack.directory.users().map(({ emailAddress }) => emailAddress);
const counts = async () => [
  addresses().length,
  (await service.records()).length,
  (await service.events()).length,
  (await service.rejected()).length,
];

test('a forged hire with a made-up receipt makes no account, no record and no event', async () => {
  const before = await counts();
  const forged = record('made up', 'forged');

  expect(await invoke(forged)).toEqual(given(forged));
  expect(await counts()).toEqual(before);
});

test('a hire with the receipt of a message that was deleted makes none either', async () => {
  const [handle = ''] = await receipts(1);
  const QueueUrl = service.stack.outputs.NewHireQueueUrl;
  await service.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: handle }));
  const before = await counts();
  const stale = record(handle, 'stale');

  expect(await invoke(stale)).toEqual(given(stale));
  expect(await counts()).toEqual(before);
});

test('a forged hire that can never succeed is not set aside', async () => {
  const before = await counts();
  const forged = { ...record('made up', 'forged'), body: 'not json' };

  expect(await invoke(forged)).toEqual(given(forged));
  expect(await counts()).toEqual(before);
});

test('the siblings of a forged hire are provisioned', async () => {
  const [first = '', second = ''] = await receipts(2);
  const forged = record('made up', 'forged');

  const result = await invoke(record(first, 'ada'), forged, record(second, 'grace'));

  expect(result).toEqual(given(forged));
  expect(addresses()).toEqual(
    expect.arrayContaining([`ada.${people}@example.com`, `grace.${people}@example.com`]),
  );
  expect(addresses()).not.toContain(`forged.${people}@example.com`);
});

test('the function logs and counts a forged hire, without a word of it', async () => {
  const from = service.log.length;
  const forged = { ...record('made up', 'forged'), messageId: `forged.${people}@example.com` };
  await invoke(forged);

  const lines = await until(
    () => service.log.slice(from),
    (written) => written.some((line) => line.includes('"NotInFlight":1')),
  );

  expect(lines.filter((line) => line.includes('"level":"ERROR"'))).toEqual([
    expect.stringContaining('not in flight'),
  ]);
  expect(lines.filter((line) => line.includes('forged.'))).toEqual([]);
});
