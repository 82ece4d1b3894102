import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createIntakeFiles } from '../../src/aws/intake-files.ts';
import { FILE_STEPS, takeFile } from '../../src/intake/take-file.ts';
import { takeMessage } from '../../src/intake/take-message.ts';
import { createMemoryTable } from '../proof/in-memory/memory-table.ts';
import { createIntakeHarness } from '../support/intake/intake-harness.ts';
import { shippedSources } from '../support/sources/source-files.ts';

const SOURCES = shippedSources();
const DOCUMENT = JSON.parse(readFileSync('events/sources/personio/employees.json', 'utf8'));
const ACCEPTED = ['hired'];
const NOTIFICATION = '{"Records":[{}]}';
const RULE = 'send one event per message';

const terminated = { specversion: '1.0', id: '1', source: 'hr', type: 'terminated', ...DOCUMENT };
const hired = { ...terminated, type: 'hired' };
const text = (...documents: readonly unknown[]) =>
  documents.map((one) => JSON.stringify(one)).join('\n');
const person = DOCUMENT.data[0];

async function take(body: string, acceptedEventTypes: readonly string[] = ACCEPTED) {
  const harness = createIntakeHarness(SOURCES);
  const message = { body, source: 'personio', askedAtMs: 0 };
  await takeMessage(message, { ...harness.deps, acceptedEventTypes });
  return harness;
}

async function takeObject(
  content: string,
  name = 'people.json',
  acceptedEventTypes: readonly string[] = ACCEPTED,
) {
  const harness = createIntakeHarness(SOURCES);
  async function* open() {
    yield Buffer.from(content);
  }
  const { file } = await takeFile(
    {
      key: 'file#1',
      source: 'personio',
      objectKey: `personio/${name}`,
      versionId: 'v1',
      size: content.length,
      askedAtMs: 10,
    },
    NOTIFICATION,
    {
      ...harness.deps,
      acceptedEventTypes,
      files: createIntakeFiles({ client: createMemoryTable().client, tableName: 'intake' }),
      bucket: { open },
      steps: FILE_STEPS,
      pause: new AbortController().signal,
    },
  );
  return { ...harness, file };
}

const EVENTS_WITH_OTHERS: readonly (readonly [string, string])[] = [
  ['a list of one event', text([terminated])],
  ['a list of events that are accepted', text([hired, hired])],
  ['two events one after the other', text(terminated, terminated)],
  ['an event behind a document without an envelope', text(DOCUMENT, terminated)],
  [
    'an event whose type and version come after its records',
    text([{ ...DOCUMENT, type: 'terminated', specversion: '1.0' }]),
  ],
  [
    'an event that writes its members with escapes',
    text([terminated]).replace('specversion', String.raw`\u0073pecversion`),
  ],
  ['an event of EventBridge', text([{ 'detail-type': 'terminated', ...DOCUMENT }])],
  ['events in the place of records', text({ data: [person, terminated] })],
  ['an event in the place of the records', text({ data: { ...person, specversion: '1.0' } })],
];

describe('where types of events are accepted, a message is unreadable with', () => {
  test.each([
    ...EVENTS_WITH_OTHERS,
    ['an accepted event that holds a list of events', text({ ...hired, data: [terminated] })],
    [
      'an accepted event that holds events as text',
      text({
        ...hired,
        data: text(terminated, terminated),
      }),
    ],
    [
      'a list of events by SNS',
      text({
        Type: 'Notification',
        MessageId: '1',
        Message: text([terminated]),
      }),
    ],
  ])('%s', async (_, body) => {
    const { sent, rejected } = await take(body);

    expect(sent).toEqual([]);
    expect(rejected).toMatchObject([{ body, reason: { code: 'unreadable-file' } }]);
    expect(rejected[0]?.reason.message).toContain(RULE);
  });
});

describe('where types of events are accepted, a file is unreadable with', () => {
  test.each([
    ...EVENTS_WITH_OTHERS,
    ['one event', text(terminated)],
    ['one event that is accepted', text(hired)],
  ])('%s', async (_, content) => {
    const { sent, rejected, file } = await takeObject(content);

    expect(file).toMatchObject({ state: 'done', end: 'unreadable' });
    expect(sent).toEqual([]);
    expect(rejected).toMatchObject([{ body: NOTIFICATION, reason: { code: 'unreadable-file' } }]);
    expect(rejected[0]?.reason.message).toContain(RULE);
  });

  test('an event on a line', async () => {
    const { sent, file } = await takeObject(text(DOCUMENT, terminated), 'people.jsonl');

    expect(file).toMatchObject({ end: 'unreadable' });
    expect(sent).toEqual([]);
  });
});

describe('where types of events are accepted, records without an envelope are taken:', () => {
  test.each([
    ['a document', text(DOCUMENT)],
    ['a list of documents', text([DOCUMENT])],
    ['documents one after the other', text(DOCUMENT, DOCUMENT)],
    ['a document with a member of SNS', text({ ...DOCUMENT, Type: 'List' })],
  ])('%s', async (_, body) => {
    const bare = await take(text(DOCUMENT));

    expect((await take(body)).sent[0]).toEqual(bare.sent[0]);
    expect((await takeObject(body)).file).toMatchObject({ end: 'sent' });
  });
});

test('where types of events are accepted, a list of notifications of SNS is rejected, whatever they hold', async () => {
  const notification = { Type: 'Notification', MessageId: '1', Message: text(terminated) };
  const { sent, rejected } = await take(text([notification, notification]));

  expect(sent).toEqual([]);
  expect(rejected).toMatchObject([{ reason: { code: 'unreadable-file' } }]);
});

test('where types of events are accepted, a file with members of SNS beside its records is taken', async () => {
  const { file } = await takeObject(text({ ...DOCUMENT, Type: 'Success', Message: 'OK' }));

  expect(file).toMatchObject({ end: 'sent' });
});

test('where none are, events in a list are taken as before, by message and by file', async () => {
  const { sent } = await take(text([terminated]), []);
  const { file } = await takeObject(text([terminated]), 'people.json', []);

  expect(sent.length).toBeGreaterThan(0);
  expect(file).toMatchObject({ end: 'sent' });
});
