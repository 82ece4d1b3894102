import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordChange } from '../../src/operator/changes/record-change.ts';
import { pauseOnRecord, resumeOnRecord } from '../../src/operator/changes/turn-consumption.ts';
import { drop } from '../../src/operator/failed/drop.ts';
import { withFailedMessages } from '../../src/operator/failed/failed-queues.ts';
import { replay } from '../../src/operator/send/replay.ts';
import { sendHires } from '../../src/operator/send/send-hires.ts';
import { findMapping } from '../../src/operator/stack/consumption.ts';
import type { Stack } from '../../src/operator/stack/stack.ts';
import { receiveAll } from '../support/aws/received.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';

const { signal } = new AbortController();
const pause = async () => {};
const BODY = '{"emailAddress":"ada@example.com","requestId":"R-1"}';
const change = { command: 'failed replay', messageId: 'm-1', before: BODY };
let harness: OperatedStack;
let stack: Stack;

beforeAll(async () => {
  harness = await startOperatedStack({ consume: false });
  stack = harness.operated;
});

afterAll(() => harness.stop());

/** The same stack, without a log of changes that can be written. */
function withoutLog(): Stack {
  return { ...stack, outputs: { ...stack.outputs, OperatorChangesLogGroupName: 'gone' } };
}

async function linesOf(command: string) {
  const { events = [] } = await stack.clients.cloudWatchLogs.send(
    new FilterLogEventsCommand({ logGroupName: stack.outputs.OperatorChangesLogGroupName }),
  );
  const lines = events.map(({ message = '' }) => JSON.parse(message));
  return lines.filter((line) => line.command === command);
}

describe('a change by an operator', () => {
  test('is logged before it is made, and again with its outcome', async () => {
    const before = await recordChange(stack, change, () => linesOf('failed replay'));

    expect(before).toMatchObject([{ phase: 'asked' }]);
    expect(await linesOf('failed replay')).toMatchObject([
      {
        caller: 'arn:aws:iam::000000000000:user/local',
        messageId: 'm-1',
        requestId: 'R-1',
        personKey: expect.stringMatching(/^user#/),
        digestBefore: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      { phase: 'done' },
    ]);
  });

  test('is logged as not confirmed where it fails, and the error is passed on', async () => {
    const fails = recordChange(stack, { command: 'fails', why: 'ask ada@example.com' }, () =>
      Promise.reject(new TypeError('no')),
    );

    await expect(fails).rejects.toThrow('no');
    expect(await linesOf('fails')).toMatchObject([
      { phase: 'asked', why: 'ask [address]' },
      { phase: 'not-confirmed', errorName: 'TypeError' },
    ]);
  });

  test('is not made where it cannot be logged', async () => {
    let isMade = false;
    const refused = recordChange(withoutLog(), change, async () => {
      isMade = true;
    });

    await expect(refused).rejects.toThrow(/cannot be written .* Nothing is changed/);
    expect(isMade).toBe(false);
  });
});

describe('where the log of changes cannot be written', () => {
  test('no hire is sent', async () => {
    const options = { ratePerSecond: 10, signal, pause, onProgress: () => {} };

    await expect(sendHires(withoutLog(), [{ line: 1, body: BODY }], options)).rejects.toThrow(
      'Nothing is changed',
    );
    expect(await receiveAll(stack.clients.sqs, stack.outputs.NewHireQueueUrl)).toEqual([]);
  });

  test('no failed message is dropped or replayed', async () => {
    await harness.putDeadLetters([BODY]);
    const dropping = { why: 'left', atMs: 0, droppedBy: 'operator' };
    const clock = { now: () => Date.now() };
    const replaying = { ratePerSecond: 1, signal, clock, pause, onProgress: () => {} };

    await withFailedMessages(stack, {}, { signal }, async (batch) => {
      const [message] = batch.messages;
      if (!message) throw new Error('There should be a failed message.');
      await expect(drop(withoutLog(), batch, message, dropping)).rejects.toThrow(
        'Nothing is changed',
      );
      await expect(replay(withoutLog(), batch, replaying)).rejects.toThrow('Nothing is changed');
    });
    const { sqs } = stack.clients;
    expect(await receiveAll(sqs, stack.outputs.CompletionQueueUrl)).toEqual([]);
    expect(await receiveAll(sqs, stack.outputs.NewHireQueueUrl)).toEqual([]);
    expect(await receiveAll(sqs, stack.outputs.DeadLetterQueueUrl)).toHaveLength(1);
  });

  test('consumption is neither stopped nor started', async () => {
    const mapping = await findMapping(stack);
    const waiting = { signal, pause, onState: () => {}, onNoteError: () => {} };

    await expect(pauseOnRecord(withoutLog(), mapping, undefined, waiting)).rejects.toThrow(
      'Nothing is changed',
    );
    await expect(resumeOnRecord(withoutLog(), mapping, waiting)).rejects.toThrow(
      'Nothing is changed',
    );
    expect(harness.stack.consumption.isOn()).toBe(false);
  });
});
