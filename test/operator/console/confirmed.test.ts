import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  listFailedMessages,
  withFailedMessages,
} from '../../../src/operator/failed/failed-queues.ts';
import { type ConsoleSession, startConsoleStack } from '../../support/console/console-session.ts';
import { confirmationIn, textOf } from '../../support/console/page-text.ts';
import { hireNumber } from '../../support/console/sample-day.ts';
import type { OperatedStack } from '../../support/operator/operated-stack.ts';

let service: OperatedStack & { readonly console: ConsoleSession };
const { signal } = new AbortController();

beforeAll(async () => {
  service = await startConsoleStack({ changes: true });
});

afterAll(() => service?.stop());

afterEach(async () => {
  const { DeadLetterQueueUrl: QueueUrl } = service.operated.outputs;
  await service.sqs.send(new PurgeQueueCommand({ QueueUrl }));
});

type Act = 'drop' | 'replay';

const body = (number: number) => JSON.stringify(hireNumber(number));
const failedIds = async () =>
  (await listFailedMessages(service.operated, {}, { signal })).messages.map(({ id }) => id);
const choose = (act: Act, ids: readonly string[]) =>
  service.console.submit('failed/choose', { act, id: ids });
const confirm = (shown: string, fields: object = {}) =>
  service.console.submit(confirmationIn(shown), { why: 'left', rate: '100', ...fields });

describe.each(['drop', 'replay'] as const)('a %s of what a page has shown', (act) => {
  const done = act === 'drop' ? '1 message dropped' : '1 sent again';

  test('leaves a message alone that a colleague lets go of meanwhile', async () => {
    await service.putDeadLetters([body(1), body(2)]);
    const [held = '', free = ''] = await failedIds();
    const first = await withFailedMessages(
      service.operated,
      { ids: new Set([held]) },
      { signal },
      () => choose(act, [held, free]),
    );

    await confirm(first);

    expect(first).toContain('in the hands of another operator');
    expect(await failedIds()).toEqual([held]);
  });

  test('names what a colleague took meanwhile', async () => {
    await service.putDeadLetters([body(3), body(4)]);
    const ids = await failedIds();
    const first = await choose(act, ids);
    await confirm(await choose('drop', ids.slice(0, 1)));

    const page = await confirm(first);

    expect(textOf(page)).toContain(done);
    expect(textOf(page)).toContain('1 message is not there as shown any more');
    expect(page).toContain('<div class="card waits">');
  });
});
