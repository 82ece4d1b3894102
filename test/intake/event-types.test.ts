import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { takeMessage } from '../../src/intake/take-message.ts';
import { createIntakeHarness } from '../support/intake/intake-harness.ts';
import { shippedSources } from '../support/sources/source-files.ts';

const SOURCES = shippedSources();
const DOCUMENT = readFileSync('events/sources/scim/user.json', 'utf8');
const REPORT = readFileSync('events/sources/bamboohr/report.csv', 'utf8');
const ASKED_AT_MS = Date.parse('2026-03-02T07:00:00Z');

const cloudEvent = (type: string | undefined, data: unknown = JSON.parse(DOCUMENT)) =>
  JSON.stringify({ specversion: '1.0', id: '1', source: 'hr', type, data });
const eventBridge = (type: string, detail: unknown = JSON.parse(DOCUMENT)) =>
  JSON.stringify({ 'detail-type': type, source: 'hr', id: '1', detail });
const sns = (text: string) =>
  JSON.stringify({ Type: 'Notification', MessageId: '1', Message: text });

async function take(body: string, acceptedEventTypes: readonly string[] = ['hired', 'hr.*']) {
  const { deps, sent, rejected, events } = createIntakeHarness(SOURCES);
  const message = { body, askedAtMs: ASKED_AT_MS };
  await takeMessage(message, { ...deps, acceptedEventTypes });
  return { sent, rejected, events };
}

function expectRejected(
  { sent, rejected, events }: Awaited<ReturnType<typeof take>>,
  body: string,
): void {
  expect(sent).toEqual([]);
  expect(rejected).toMatchObject([{ body, reason: { code: 'event-type-not-accepted' } }]);
  expect(events).toMatchObject([{ data: { reason: { code: 'event-type-not-accepted' } } }]);
}

describe('where types of events are accepted', () => {
  test.each([
    ['a CloudEvent without a type', cloudEvent(undefined)],
    ['an event of EventBridge of another type', eventBridge('terminated')],
    [
      'an accepted event in one of another type',
      eventBridge('other', JSON.parse(cloudEvent('hired'))),
    ],
    [
      'an event of another type with a list of records',
      cloudEvent('terminated', [JSON.parse(DOCUMENT)]),
    ],
  ])('%s sends no hire, and is rejected as it was', async (_, body) => {
    expectRejected(await take(body), body);
  });

  test('a CloudEvent of another type sends no hire, and is rejected as it was', async () => {
    const body = cloudEvent('terminated');

    expectRejected(await take(body), body);
  });

  test('an event of another type by SNS sends no hire, and is rejected as it was', async () => {
    const body = sns(cloudEvent('terminated'));

    expectRejected(await take(body), body);
  });

  test.each([
    ['an accepted event', cloudEvent('hired')],
    ['an event of a type that matches', eventBridge('hr.new')],
    ['a record without an envelope', DOCUMENT],
    ['records by SNS, which has no types', sns(DOCUMENT)],
  ])('%s is taken', async (_, body) => {
    const { sent, rejected } = await take(body);

    expect(sent).toHaveLength(1);
    expect(rejected).toEqual([]);
  });

  test('CSV is taken as before', async () => {
    const { sent } = await take(REPORT);

    expect(sent).toHaveLength(2);
  });
});

test('where none are, an event of any type is taken', async () => {
  const { sent } = await take(cloudEvent('terminated'), []);

  expect(sent).toHaveLength(1);
});
