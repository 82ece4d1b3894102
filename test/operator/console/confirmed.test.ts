import type { EnvironmentResponse } from '@aws-sdk/client-lambda';
import { type Message, PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  listFailedMessages,
  withFailedMessages,
} from '../../../src/operator/failed/failed-queues.ts';
import { readStackSettings } from '../../../src/operator/stack/stack.ts';
import { changeAnswers } from '../../support/aws/client-middleware.ts';
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

describe('messages of unknown senders, selected together with verified ones,', () => {
  const CONFIRMATIONS: readonly (readonly [Act, object])[] = [
    ['drop', {}],
    ['replay', {}],
    ['replay', { all: 'yes' }],
  ];

  test.each(CONFIRMATIONS)('are left out of a %s: %j', async (act, fields) => {
    const { DeadLetterQueueUrl: QueueUrl } = service.operated.outputs;
    await service.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body(20) }));
    const [unknown = ''] = await failedIds();
    await service.putDeadLetters([body(21)]);

    const first = await choose(act, await failedIds());
    const page = await confirm(first, fields);

    expect(textOf(first)).toContain('1 message came from an unknown sender, and is left out');
    expect(await failedIds()).toEqual([unknown]);
    // They are no part of what was shown, so none of it is missing.
    expect(page).not.toContain('not there as shown');
  });

  test.each(CONFIRMATIONS)(
    'are left out of a %s at its confirmation, too: %j',
    async (act, fields) => {
      await service.putDeadLetters([body(22), body(23)]);
      const [forged = '', other = ''] = await failedIds();
      const first = await choose(act, [forged, other]);
      const restore = changeMessage(forged, { MessageAttributes: {} });

      const page = await confirm(first, fields);
      restore();

      expect(await failedIds()).toEqual([forged]);
      expect(page).toContain('1 message is not there as shown any more');
    },
  );
});

describe('a replay of messages that would be refused', () => {
  test('leaves out what was shown as refused, though it is accepted by now', async () => {
    await service.putDeadLetters([body(30)]);
    const restore = changeSettings({ ALLOWED_EMAIL_DOMAINS: 'example.org' });
    const first = await choose('replay', await failedIds());
    restore();

    const page = await confirm(first);

    expect(first).toContain('1 message would be refused again');
    expect(page).toContain('0 sent again');
    expect(await failedIds()).toHaveLength(1);
  });

  test('leaves out what is refused by now, and names it', async () => {
    await service.putDeadLetters([body(31)]);
    const first = await choose('replay', await failedIds());
    const restore = changeSettings({ ALLOWED_EMAIL_DOMAINS: 'example.org' });

    const page = await confirm(first);
    restore();

    expect(first).not.toContain('would be refused again');
    expect(textOf(page)).toContain('1 message would be refused by now, and is left out');
    expect(page).toContain('<div class="card waits">');
    expect(await failedIds()).toHaveLength(1);
  });
});

describe('a correction', () => {
  const fixed = { 'field.lastName': 'Corrected' };

  test('is not sent where the message is another one by then', async () => {
    await service.putDeadLetters([body(40)]);
    const [id = ''] = await failedIds();
    const first = await service.console.submit(`failed/message/${id}/fix`, fixed);
    const restore = changeMessage(id, await movedFrom('new-hires', body(41)));

    const page = await confirm(first);
    restore();

    expect(page).toContain('The message is another one now');
    expect(await failedIds()).toEqual([id]);
  });

  test('of a message that names a file is refused', async () => {
    await service.putDeadLetters([body(42)]);
    const [id = ''] = await failedIds();
    const restore = changeMessage(id, await movedFrom('intake-files', '{"Records":[]}'));

    const shown = await service.console.page(`failed/message/${id}`);
    const page = await service.console.submit(`failed/message/${id}/fix`, { text: body(43) });
    restore();

    expect(shown).toContain('put a corrected one into the bucket');
    expect(page).toContain('It names a file, which is not corrected here.');
  });
});

/** What SQS says of a message that it moved itself, which is thus verified. */
async function movedFrom(origin: 'new-hires' | 'intake-files', Body: string) {
  const { newHireQueueArn } = await readStackSettings(service.operated);
  const name = service.operated.outputs.IntakeFilesQueueUrl?.split('/').at(-1) ?? '';
  const arn = origin === 'new-hires' ? newHireQueueArn : newHireQueueArn.replace(/[^:]+$/, name);
  return {
    Body,
    MessageAttributes: {},
    Attributes: { SentTimestamp: '1', DeadLetterQueueSourceArn: arn },
  };
}

/** Has SQS answer with another message under an id. */
function changeMessage(id: string, changes: object): () => void {
  return changeAnswers(service.operated.clients.sqs, 'ReceiveMessage', ({ Messages = [] }) => ({
    Messages: (Messages as Message[]).map((message) =>
      message.MessageId === id ? { ...message, ...changes } : message,
    ),
  }));
}

/** Has the function run with other settings. */
function changeSettings(variables: Readonly<Record<string, string>>): () => void {
  const { lambda } = service.operated.clients;
  return changeAnswers(lambda, 'GetFunctionConfiguration', ({ Environment, ...answer }) => ({
    ...answer,
    Environment: { Variables: { ...(Environment as EnvironmentResponse).Variables, ...variables } },
  }));
}
