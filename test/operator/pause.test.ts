import { ListTagsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createClients } from '../../src/operator/stack/clients.ts';
import { findMapping } from '../../src/operator/stack/consumption.ts';
import {
  type PauseOptions,
  pauseConsumption,
  resumeConsumption,
} from '../../src/operator/stack/pause.ts';
import { readPauseNote } from '../../src/operator/stack/pause-note.ts';
import type { Stack } from '../../src/operator/stack/stack.ts';
import { answerInstead, recordOperations } from '../support/aws/client-middleware.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';
import { until } from '../support/time/until.ts';

const NOTE = {
  by: 'arn:aws:iam::000000000000:user/ada',
  at: '2026-11-02T08:00:00.000Z',
  why: 'down, "INC-1" = näher',
};

let service: OperatedStack;
let stack: Stack;
let clients: Stack['clients'];
let noteErrors: string[];

beforeEach(async () => {
  service = await startOperatedStack();
  clients = createClients({ environment: service.environment });
  stack = { ...service.operated, clients };
  noteErrors = [];
});

afterEach(async () => {
  clients.destroy();
  await service.stop();
});

function options(signal = new AbortController().signal): PauseOptions {
  return {
    signal,
    pause: async () => {},
    onState: () => {},
    onNoteError: (doing, { name }) => noteErrors.push(`${doing}: ${name}`),
  };
}

const note = async () => readPauseNote(service.operated, await findMapping(service.operated));
const pause = async (one = options()) =>
  pauseConsumption(stack, await findMapping(stack), NOTE, one);
const resume = async (one = options()) => resumeConsumption(stack, await findMapping(stack), one);

/** Lambda refuses these operations. */
function deny(...operations: string[]): void {
  answerInstead(clients.lambda, (input) => {
    const denied =
      'Tags' in input
        ? 'TagResource'
        : 'TagKeys' in input
          ? 'UntagResource'
          : 'Enabled' in input
            ? 'Update'
            : '';
    if (operations.includes(denied))
      throw Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
    return undefined;
  });
}

describe('a pause', () => {
  test('has its note before consumption stops', async () => {
    const sent = recordOperations(clients.lambda);

    await pause();

    expect(sent.indexOf('TagResource')).toBeLessThan(sent.indexOf('UpdateEventSourceMapping'));
    expect(service.stack.consumption.isOn()).toBe(false);
    expect(await note()).toEqual(NOTE);
  });

  test('has its note if it is interrupted before it has taken effect', async () => {
    const interruption = new AbortController();
    service.stack.directory.faults.next('CreateUser', { kind: 'hang' });
    await service.send('{"emailAddress":"slow@example.com"}');
    await service.stack.directory.faults.untilHanging();

    const pausing = pause({
      ...options(interruption.signal),
      onState: () => interruption.abort(new Error('Ctrl-C')),
    });

    await expect(pausing).rejects.toThrow('Ctrl-C');
    expect(await note()).toEqual(NOTE);
    service.stack.directory.faults.release();
    await until(
      async () => (await findMapping(stack)).State,
      (state) => state === 'Disabled',
    );
  });

  test('changes nothing if it is interrupted before', async () => {
    await expect(pause(options(AbortSignal.abort(new Error('Ctrl-C'))))).rejects.toThrow('Ctrl-C');

    expect(service.stack.consumption.isOn()).toBe(true);
    expect(await note()).toBeUndefined();
  });

  test('has its note in characters that a tag takes', async () => {
    await pause();

    const { EventSourceMappingArn: Resource } = await findMapping(stack);
    const { Tags = {} } = await clients.lambda.send(new ListTagsCommand({ Resource }));
    // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    expect(Object.values(Tags)).toEqual(
      Array(3).fill(expect.stringMatching(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u)),
    );
  });

  test('leaves no note where it did not stop consumption', async () => {
    deny('Update');

    await expect(pause()).rejects.toThrow('denied');

    expect(service.stack.consumption.isOn()).toBe(true);
    expect(await note()).toBeUndefined();
  });

  test('takes effect without its note, and says that it has none', async () => {
    deny('TagResource');

    const kept = await pause();

    expect(kept).toBeUndefined();
    expect(noteErrors).toEqual(['stored: AccessDeniedException']);
    expect(service.stack.consumption.isOn()).toBe(false);
  });
});

describe('a resumption', () => {
  beforeEach(async () => {
    await pause();
  });

  test('removes the note once consumption starts', async () => {
    const sent = recordOperations(clients.lambda);

    await resume();

    expect(sent.indexOf('UntagResource')).toBeGreaterThan(sent.indexOf('UpdateEventSourceMapping'));
    expect(service.stack.consumption.isOn()).toBe(true);
    expect(await note()).toBeUndefined();
  });

  test('keeps the note where consumption stays off', async () => {
    deny('Update');

    await expect(resume()).rejects.toThrow('denied');

    expect(await note()).toEqual(NOTE);
  });

  test('says that the note could not be removed', async () => {
    deny('UntagResource');

    await resume();

    expect(noteErrors).toEqual(['removed: AccessDeniedException']);
    expect(service.stack.consumption.isOn()).toBe(true);
  });

  test('removes a note that is left where someone else started consumption', async () => {
    const { UUID } = await findMapping(stack);
    await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));

    await resume();

    expect(await note()).toBeUndefined();
  });
});
