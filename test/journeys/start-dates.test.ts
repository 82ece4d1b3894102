import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, hire } from '../support/bodies/hires.ts';
import { writePackageVariant } from '../support/package/package-variant.ts';
import {
  type StackUnderFaults,
  startStackUnderFaults,
} from '../support/stack/stack-under-faults.ts';
import { crash } from '../support/trials/crash.ts';

const DAY_MS = 24 * 3_600_000;
const TOMORROW = new Date(Date.now() + DAY_MS).toISOString().slice(0, 10);

let service: StackUnderFaults;
let clockAheadMs: number;
beforeEach(async () => {
  clockAheadMs = 0;
  service = await startStackUnderFaults({ clockAheadMs: () => clockAheadMs });
  await service.sendHires([hire({ startDate: TOMORROW })]);
  await service.untilAllDone();
});
afterEach(() => service.stop());

const sweep = ({ stack } = service) =>
  stack.functions.invoke(String(stack.resources.get('ReleaseDueHiresLambdaFunction')?.ref), {});
const letTheDayCome = () => {
  clockAheadMs = DAY_MS;
};
const accounts = () => service.stack.directory.users().map(({ emailAddress }) => emailAddress);
const outcomes = async () =>
  (await service.events()).map(({ type, data }) => ('outcome' in data ? data.outcome : type));

test('a hire who starts tomorrow gets no account, and an event says when it is due', async () => {
  await sweep();
  await service.untilAllDone();

  expect(accounts()).toEqual([]);
  expect(await service.events()).toMatchObject([
    { type: 'joiner.user.scheduled.v1', data: { dueAt: `${TOMORROW}T00:00:00.000Z` } },
  ]);
});

test('once the day has come, and the sweep has run, there is exactly one account', async () => {
  letTheDayCome();
  await sweep();
  await service.untilAllDone();
  await sweep();
  await service.untilAllDone();

  expect(accounts()).toEqual([ADA]);
  expect(await outcomes()).toEqual(['joiner.user.scheduled.v1', 'created']);
});

test('a run logs how many hires it released, and nothing of them', async () => {
  letTheDayCome();
  await sweep();

  const [line] = await service.untilLogged('released', 1);
  expect(line).toMatchObject({ released: 1, unsent: 0 });
  expect(JSON.stringify(service.log)).not.toMatch(/lovelace/i);
});

test('a run makes the calls that its role allows, and no other', async () => {
  letTheDayCome();
  const from = service.proxy.calls.length;
  await sweep();

  const { NewHireQueueUrl, ScheduledHiresTableName } = service.stack.outputs;
  const resourceOf = (body: string) => {
    const { QueueUrl, TableName } = JSON.parse(body);
    return TableName ?? new URL(QueueUrl).pathname;
  };
  const made = service.proxy.calls
    .slice(from)
    .map(({ operation, body }) => `${operation} ${resourceOf(body)}`);
  expect([...new Set(made)].toSorted()).toEqual([
    `GetItem ${ScheduledHiresTableName}`,
    `Query ${ScheduledHiresTableName}`,
    `SendMessageBatch ${new URL(NewHireQueueUrl).pathname}`,
    `UpdateItem ${ScheduledHiresTableName}`,
  ]);
});

describe('a run that cannot do its work', () => {
  const refuse = (operation: string) =>
    service.proxy.onCall((call) => {
      if (call.operation !== operation) return undefined;
      return { status: 400, body: '{"__type":"x#AccessDeniedException","message":"Ada"}' };
    });

  test('fails where the table does not respond, without a word of the error, and the next one continues', async () => {
    letTheDayCome();
    refuse('UpdateItem');
    const failed = await sweep();
    service.proxy.onCall(() => undefined);

    expect(failed).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify([failed, service.log])).not.toContain('Ada');
    await service.untilLogged('not released', 1);
    await sweep();
    await service.untilAllDone();
    expect(accounts()).toEqual([ADA]);
  });

  test('counts what the queue refuses, and the next one sends it', async () => {
    letTheDayCome();
    refuse('SendMessageBatch');
    const run = await sweep();
    service.proxy.onCall(() => undefined);

    expect(run).toMatchObject({ kind: 'returned' });
    expect(await service.untilLogged('released', 1)).toMatchObject([{ released: 0, unsent: 1 }]);
    await sweep();
    await service.untilAllDone();
    expect(accounts()).toEqual([ADA]);
  });
});

test('a sweep that is killed after it has sent a hire sends it twice, which is one account and one outcome', async () => {
  letTheDayCome();
  const sent = { operation: 'SendMessageBatch', ordinal: 1, moment: 'committed' } as const;
  await crash(service, sent, async () => {
    await sweep();
  });
  await sweep();

  expect(await service.messagesLeft()).toBe(2);
  await service.untilAllDone();
  expect(accounts()).toEqual([ADA]);
  expect(new Set(await outcomes())).toEqual(new Set(['joiner.user.scheduled.v1', 'created']));
});

test('a run that has no time left is no failure: the next one releases the rest', async () => {
  const variant = await writePackageVariant({ ReleaseDueHiresLambdaFunction: { Timeout: 15 } });
  const { packageDir } = variant;
  const short = await startStackUnderFaults({ packageDir, clockAheadMs: () => clockAheadMs });
  try {
    // The sweep sends ten hires at a time.
    const dated = Array.from({ length: 11 }, (_, index) =>
      hire({ emailAddress: `p${index}@example.com`, requestId: `${index}`, startDate: TOMORROW }),
    );
    await short.sendHires(dated);
    await short.untilAllDone();
    letTheDayCome();
    await sweep(short);
    await sweep(short);

    expect(await short.untilLogged('released', 2)).toMatchObject([
      { released: 10, unsent: 0 },
      { released: 1, unsent: 0 },
    ]);
  } finally {
    await short.stop();
    await variant.remove();
  }
});
