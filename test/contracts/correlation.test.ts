import { hash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readBody, TEST_PSEUDONYMS } from '../support/bodies/read-body.ts';
import { cloudEvent, eventBridge, read, sns } from './envelopes.ts';

const ann = { emailAddress: 'ann@example.com' };

const { pseudonymOf } = TEST_PSEUDONYMS;

describe('a message correlates', () => {
  test('a message correlates by its request id, even inside an envelope', () => {
    expect(read(cloudEvent({ ...ann, requestId: 'R-1' })).correlation).toMatchObject({
      requestId: 'R-1',
      requestKey: 'R-1',
    });
  });

  test.each([
    ['CloudEvents', cloudEvent(ann), 'ce-1', ['cloudevents', 'hr', 'ce-1']],
    ['EventBridge', eventBridge(ann), 'eb-1', ['eventbridge', 'hr', 'eb-1']],
    ['SNS', sns(ann), 'sns-1', ['sns', 'topic', 'sns-1']],
  ])('a message correlates by the id and source of %s', (_case, message, requestId, key) => {
    expect(read(message).correlation).toMatchObject({
      requestId,
      requestKey: pseudonymOf(JSON.stringify(key)),
    });
  });

  test('a message correlates by the innermost envelope', () => {
    expect(read(sns(eventBridge(ann))).correlation.requestId).toBe('eb-1');
  });

  test.each([
    ['has no id', { source: 'hr' }],
    ['has an empty id', { id: '' }],
    ['has a number for an id', { id: 7 }],
  ])(
    'a message correlates by the envelope around it when the innermost %s',
    (_case, attributes) => {
      expect(read(sns(eventBridge(ann, attributes))).correlation.requestId).toBe('sns-1');
    },
  );

  test('a message correlates by an empty source when the envelope has none', () => {
    expect(read(cloudEvent(ann, { id: 'ce-1' })).correlation.requestKey).toBe(
      pseudonymOf('["cloudevents","","ce-1"]'),
    );
  });

  test.each(['ann@example.com-1', 'ann%40example.com', 'ann%252540example.com'])(
    'a message correlates by the pseudonym of a request id that holds an address: %j',
    (requestId) => {
      expect(read({ ...ann, requestId }).correlation).toMatchObject({
        requestId: pseudonymOf(requestId),
        requestKey: pseudonymOf(requestId),
      });
    },
  );

  test.each(['Zoë-1', 'x'.repeat(129), 'a\nb', 'ann@example.com', 'ann%40example.com'])(
    'a message correlates by the pseudonym of an envelope id that cannot be carried: %j',
    (id) => {
      expect(read(cloudEvent(ann, { id, source: 'hr' }))).toMatchObject({
        kind: 'hire',
        correlation: {
          requestId: pseudonymOf(id),
          requestKey: pseudonymOf(JSON.stringify(['cloudevents', 'hr', id])),
        },
      });
    },
  );

  test('a message correlates by the pseudonym of its body when nothing else is given', () => {
    const body = '{ "emailAddress": "ann@example.com", "firstName": "Zoë" }';

    expect(readBody(body).correlation).toEqual({
      requestId: pseudonymOf(body),
      requestKey: pseudonymOf(body),
      bodyDigest: pseudonymOf(body),
      source: 'bare',
    });
  });

  test('a message correlates by its request id when another field is refused', () => {
    expect(read({ emailAddress: 'ann', requestId: 'R-1' })).toMatchObject({
      kind: 'refused',
      correlation: { requestId: 'R-1', requestKey: 'R-1' },
    });
  });

  test('a message correlates by its envelope when its own request id is refused', () => {
    expect(read(cloudEvent({ ...ann, requestId: 'Zoë' })).correlation.requestId).toBe('ce-1');
  });

  test('a message correlates by its envelope when what that carries is refused', () => {
    expect(read(cloudEvent('text')).correlation.requestId).toBe('ce-1');
  });
});

test('no reader can confirm a guess of what a message correlates by', () => {
  const messages = [
    '{"emailAddress":"ann@example.com"}',
    '{"emailAddress":"ann@example.com","requestId":"ann@example.com"}',
    '{"specversion":"1.0","id":"ann@example.com","source":"ann@example.com","data":{}}',
  ];
  const guesses = [...messages, 'ann@example.com'];

  const ids = messages.flatMap((body) => Object.values(readBody(body).correlation)).join(' ');

  expect(guesses.filter((guess) => ids.includes(hash('sha256', guess)))).toEqual([]);
});

describe('the source of a message', () => {
  test('is its envelope and the source that the sender gave', () => {
    expect(read(cloudEvent(ann)).correlation.source).toBe('cloudevents:hr');
  });

  test('is `bare` without an envelope', () => {
    expect(read(ann).correlation.source).toBe('bare');
  });

  test.each([
    'ann@example.com',
    'https://hr.example/ann%40example.com',
    '/people/ann%2540example.com',
    'x'.repeat(200),
    'two\nlines',
    'höher',
  ])('is a pseudonym where it may hold an address, or does not fit: %j', (source) => {
    const message = { ...cloudEvent(ann), source };

    expect(read(message).correlation.source).toBe(`cloudevents:${pseudonymOf(source)}`);
  });
});
