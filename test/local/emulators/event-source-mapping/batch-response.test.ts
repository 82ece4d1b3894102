import { describe, expect, test } from '@jest/globals';
import { processedMessages } from '../../../../local/emulators/event-source-mapping/batch-response.ts';

const BATCH = ['a', 'b', 'c'];
const processedBy = (payload: unknown) =>
  processedMessages({ kind: 'returned', payload }, BATCH, true);

describe('a function that reports which messages failed', () => {
  test.each([
    ['nothing', null],
    ['an empty object', {}],
    ['an empty list of failures', { batchItemFailures: [] }],
    ['null for a list of failures', { batchItemFailures: null }],
  ])(
    'a function that reports which messages failed has processed all when it answers %s',
    (_, answer) => {
      expect(processedBy(answer)).toEqual(['a', 'b', 'c']);
    },
  );

  test('a function that reports which messages failed has processed all but those it names', () => {
    expect(processedBy({ batchItemFailures: [{ itemIdentifier: 'b' }] })).toEqual(['a', 'c']);
  });

  test.each([
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a wrong key name', { batchItemFailures: [{ messageId: 'b' }] }],
    ['a failure that is no object', { batchItemFailures: ['b', null] }],
    ['an id that is not of the batch', { batchItemFailures: [{ itemIdentifier: 'x' }] }],
    [
      'an id that is not of the batch beside one that is',
      { batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'x' }] },
    ],
    ['a list of failures that is no list', { batchItemFailures: 'b' }],
    ['an answer that is no object', 'done'],
    ['an answer that is a list', [{ itemIdentifier: 'b' }]],
  ])(
    'a function that reports which messages failed has processed none when it answers %s',
    (_, answer) => {
      expect(processedBy(answer)).toEqual([]);
    },
  );

  test('a function that reports which messages failed has processed none when its invocation fails', () => {
    const error = { errorType: 'Error', errorMessage: 'no' };

    expect(processedMessages({ kind: 'failed', error }, BATCH, true)).toEqual([]);
  });
});

describe('a function that does not report which messages failed', () => {
  test('a function that does not report which messages failed has processed all when it returns, whatever it returns', () => {
    const answer = { batchItemFailures: [{ itemIdentifier: 'b' }] };

    expect(processedMessages({ kind: 'returned', payload: answer }, BATCH, false)).toEqual(BATCH);
  });

  test('a function that does not report which messages failed has processed none when its invocation fails', () => {
    const error = { errorType: 'Error', errorMessage: 'no' };

    expect(processedMessages({ kind: 'failed', error }, BATCH, false)).toEqual([]);
  });
});
