import { readFileSync } from 'node:fs';
import { TagResourceCommand } from '@aws-sdk/client-lambda';
import { PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { findLogLines } from '../../../src/operator/changes/find-log-lines.ts';
import { listFailedMessages } from '../../../src/operator/failed/failed-queues.ts';
import { findMapping } from '../../../src/operator/stack/consumption.ts';
import { readPauseNote } from '../../../src/operator/stack/pause-note.ts';
import {
  type ConsoleSession,
  LOCAL_OPERATOR,
  startConsoleStack,
} from '../../support/console/console-session.ts';
import { confirmationIn, textOf } from '../../support/console/page-text.ts';
import { hireNumber } from '../../support/console/sample-day.ts';
import type { OperatedStack } from '../../support/operator/operated-stack.ts';
import { dayFromNow } from '../../support/operator/waiting-hire.ts';

const ME = LOCAL_OPERATOR;

let service: OperatedStack & { readonly console: ConsoleSession };
let console: ConsoleSession;
const { signal } = new AbortController();

beforeAll(async () => {
  service = await startConsoleStack({ changes: true });
  console = service.console;
});

afterAll(() => service?.stop());

const failed = async () => (await listFailedMessages(service.operated, {}, { signal })).messages;
const idOf = async (number: number) => {
  const { requestId } = hireNumber(number);
  return (await failed()).find((message) => message.requestId === requestId)?.id ?? '';
};
const changes = async () => {
  const { OperatorChangesLogGroupName: group } = service.operated.outputs;
  return (await findLogLines(service.operated, group, [''], signal)).map(({ facts }) => facts);
};
const emails = () => service.stack.directory.users().map(({ emailAddress }) => emailAddress);

afterEach(async () => {
  // What a test left would be in the lists of the next one.
  const ids = (await failed()).map(({ id }) => id);
  if (ids.length > 0) await drop(ids);
});

function choose(act: 'replay' | 'drop', ids: readonly string[]): Promise<string> {
  return console.submit('failed/choose', { act, id: ids });
}

async function drop(ids: readonly string[]) {
  const first = await choose('drop', ids);
  await console.submit(confirmationIn(first), { why: 'cleared by a test' });
}

describe('a replay', () => {
  test('shows first what it will do, and does nothing by that', async () => {
    await service.putDeadLetters([body(1), body(2)]);

    const first = await choose('replay', [await idOf(1), await idOf(2)]);

    expect(first).toContain('2 messages go back to the queue that they came in by');
    expect(first).toContain(`logged as ${ME}`);
    expect(await failed()).toHaveLength(2);
  });

  test('sends the messages again, follows them, and logs them as the command line does', async () => {
    await service.putDeadLetters([body(3), body(4)]);
    const first = await choose('replay', [await idOf(3), await idOf(4)]);

    const page = await console.submit(confirmationIn(first), { rate: '100' });

    expect(page).toContain('2 sent again: 2 ready or waiting for their day, 0 failed again');
    expect(emails()).toEqual(expect.arrayContaining([hireNumber(3).emailAddress]));
    expect(await failed()).toEqual([]);
    expect(await changes()).toContainEqual(
      expect.objectContaining({
        command: 'failed replay',
        phase: 'done',
        caller: ME,
        requestId: hireNumber(4).requestId,
      }),
    );
  });

  test('leaves out what would be refused again', async () => {
    await service.putDeadLetters([body(5), body(6, { emailAddress: 'no.address' })]);
    const first = await choose('replay', [await idOf(5), await idOf(6)]);

    const page = await console.submit(confirmationIn(first), { rate: '100' });

    expect(first).toContain('1 message would be refused again');
    expect(page).toContain('1 sent again');
    expect((await failed()).map(({ requestId }) => requestId)).toEqual([hireNumber(6).requestId]);
  });
});

describe('a drop', () => {
  test('needs a reason, and changes nothing without one', async () => {
    await service.putDeadLetters([body(10)]);
    const first = await choose('drop', [await idOf(10)]);

    const again = await console.submit(confirmationIn(first), { why: ' ' });

    expect(again).toContain('deleted for good');
    expect(await failed()).toHaveLength(1);
  });

  test('publishes who dropped it and why, and deletes the message', async () => {
    await service.putDeadLetters([body(11)]);
    const first = await choose('drop', [await idOf(11)]);

    await console.submit(confirmationIn(first), {
      why: 'left before the first day, ada@example.com',
    });

    expect(await failed()).toEqual([]);
    expect(await service.events()).toContainEqual(
      expect.objectContaining({
        type: 'joiner.user.dropped.v1',
        data: expect.objectContaining({
          requestId: hireNumber(11).requestId,
          droppedBy: ME,
          why: 'left before the first day, [address]',
        }),
      }),
    );
    expect(await changes()).toContainEqual(
      expect.objectContaining({ command: 'failed drop', phase: 'done', caller: ME }),
    );
  });
});

describe('a correction', () => {
  const fields = (number: number, changed: object = {}) =>
    Object.fromEntries(
      Object.entries({ ...hireNumber(number), ...changed }).map(([name, value]) => [
        `field.${name}`,
        String(value),
      ]),
    );

  test('has a field of the contract each, with its rule, and beside it the rule that is broken', async () => {
    await service.putDeadLetters([body(20, { emailAddress: 'no.address' })], 'invalid-message');

    const page = await console.page(`failed/message/${await idOf(20)}`);

    expect(page).toMatch(/<label for="field-emailAddress">Work address/);
    expect(page).toContain('Identifies the person. The account gets the lower-case form');
    expect(page).toMatch(
      /id="fault-emailAddress"><strong>must be local-part@domain in plain ASCII/,
    );
    expect(page).toMatch(/<option selected value="">left out/);
  });

  test('that would be refused keeps what was typed, and says why', async () => {
    await service.putDeadLetters([body(21, { emailAddress: 'no.address' })], 'invalid-message');

    const page = await console.submit(
      `failed/message/${await idOf(21)}/fix`,
      fields(21, { emailAddress: 'still.none' }),
    );

    expect(page).toContain('It would be refused: emailAddress: must be');
    expect(page).toContain('value="still.none"');
    expect(await failed()).toHaveLength(1);
  });

  test('shows what is different, and then is sent under the same request id', async () => {
    await service.putDeadLetters([body(22, { emailAddress: 'no.address' })], 'invalid-message');
    const first = await console.submit(`failed/message/${await idOf(22)}/fix`, fields(22));
    const before = await failed();

    await console.submit(confirmationIn(first), {});
    await service.untilDone();

    expect(first).toMatch(/<td>emailAddress<\/td>\s*<td>no.address<\/td>\s*<td>ingrid/);
    expect(before).toHaveLength(1);
    expect(await failed()).toEqual([]);
    expect(emails()).toContain(hireNumber(22).emailAddress);
    expect(await changes()).toContainEqual(
      expect.objectContaining({
        command: 'failed edit',
        phase: 'done',
        requestId: hireNumber(22).requestId,
      }),
    );
  });

  test('shows no character that hides or turns the text around it', async () => {
    const hidden = '\u202eevil\u200b';
    await service.putDeadLetters([body(24, { emailAddress: 'no.address', lastName: hidden })]);
    const page = await console.page(`failed/message/${await idOf(24)}`);

    const first = await console.submit(`failed/message/${await idOf(24)}/fix`, fields(24));

    const shown = [/As it was sent[\s\S]*/.exec(page)?.[0] ?? '', first];
    expect(shown.join('')).toContain('\ufffdevil\ufffd');
    expect(shown.join('')).not.toMatch(/[\u202e\u200b]/);
  });

  test('of a text that is no hire is made in the text', async () => {
    await service.putDeadLetters(['{"emailAddress":'], 'invalid-json');
    const [message] = await failed();

    const page = await console.page(`failed/message/${message?.id}`);
    const first = await console.submit(`failed/message/${message?.id}/fix`, { text: body(23) });

    expect(page).toContain('<textarea');
    expect(first).toContain('Send it in place of the failed one');
  });
});

test('a message of an unknown sender is shown only', async () => {
  const { DeadLetterQueueUrl: QueueUrl } = service.operated.outputs;
  await service.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body(25) }));
  const [message] = await failed();

  const page = await console.page(`failed/message/${message?.id}`);
  const fix = await console.submit(`failed/message/${message?.id}/fix`, { text: body(26) });
  const replay = await choose('replay', [message?.id ?? '']);
  await service.sqs.send(new PurgeQueueCommand({ QueueUrl }));

  expect(page).toContain('An unknown sender put it into the queue');
  expect(page).not.toContain('<button');
  expect(replay).toContain('1 message came from an unknown sender');
  expect([confirmationIn(fix), confirmationIn(replay)]).toEqual(['', '']);
});

describe('pause and resume', () => {
  test('a pause needs a reason', async () => {
    const page = await console.submit('pause', { why: '' });

    expect(page).toContain('Give a reason');
  });

  test('leave a note for the next operator, and are logged', async () => {
    await console.submit('pause', { why: 'directory is down' });
    const paused = await console.page('health');
    const note = await readPauseNote(service.operated, await findMapping(service.operated));

    const resumed = await console.submit('resume', {});

    expect(note).toMatchObject({ by: ME, why: 'directory is down' });
    expect(paused).toContain('New hires wait: the work is paused');
    expect(paused).toContain('directory is down');
    expect(resumed).toContain('New hires are worked on');
    expect((await changes()).map(({ command }) => command)).toEqual(
      expect.arrayContaining(['pause', 'resume']),
    );
  });
});

test('a pause whose note has no time is shown with all that it has', async () => {
  const { clients } = service.operated;
  await console.submit('pause', { why: 'directory is down' });
  const { EventSourceMappingArn: Resource } = await findMapping(service.operated);
  await clients.lambda.send(
    new TagResourceCommand({ Resource, Tags: { 'joiner:paused-at': 'yesterday' } }),
  );

  const page = await console.page('health');
  await console.submit('resume', {});

  expect(textOf(page)).toContain('When at an unknown time Why directory is down');
  expect(page).toContain('What was checked');
});

describe('a file', () => {
  const csv = (numbers: readonly number[], startDate = '') =>
    [
      'requestId,employeeId,firstName,lastName,emailAddress,startDate',
      ...numbers.map((number) => [...Object.values(hireNumber(number)), startDate].join(',')),
    ].join('\n');

  test('is checked first, with who needs a person on top, and nothing is sent', async () => {
    const page = await console.upload(
      'send',
      'today.csv',
      `${csv([30, 31])}\nR-x,E-x,Cy,Doe,cy.doe,\n`,
    );

    expect(page).toContain('1 needs a person');
    expect(page.indexOf('cy.doe')).toBeLessThan(page.indexOf(hireNumber(30).emailAddress));
    expect(emails()).not.toContain(hireNumber(30).emailAddress);
  });

  test('is sent, and followed until each person has an account', async () => {
    const first = await console.upload('send', 'today.csv', csv([32, 33]));

    const page = await console.submit(confirmationIn(first), {});

    expect(page).toContain('2 people have an account, or get it on their day.');
    expect(emails()).toEqual(expect.arrayContaining([hireNumber(32).emailAddress]));
    expect(await changes()).toContainEqual(
      expect.objectContaining({ command: 'send', phase: 'done' }),
    );
  });

  test('of an HR system is read as that system writes it', async () => {
    const report = readFileSync('events/sources/bamboohr/report.csv', 'utf8');

    const page = await console.upload('send', 'report.csv', report);

    expect(page).toContain('a file as bamboohr writes it');
  });

  test.each([
    ['who would get an account now', ''],
    ['who would wait for their day', dayFromNow(30)],
  ])('with more than 500 new people %s is not sent unless that is meant', async (_, day) => {
    const numbers = Array.from({ length: 501 }, (_, index) => 1_000 + index);
    const first = await console.upload('send', 'today.csv', csv(numbers, day));

    const page = await console.submit(confirmationIn(first), {});

    expect(first).toContain('501 new people, more than 500');
    expect(page).toContain('Nothing is sent.');
  });

  test('that cannot be read is refused with its faults', async () => {
    const page = await console.upload('send', 'today.csv', 'firstName\nAda\n');

    expect(page).toContain('role="alert"');
    expect(page).toContain('emailAddress');
  });
});

function body(number: number, changed: object = {}): string {
  return JSON.stringify({ ...hireNumber(number), ...changed });
}
