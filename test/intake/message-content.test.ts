import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { contentOf } from '../../src/intake/message-content.ts';
import { takeMessage } from '../../src/intake/take-message.ts';
import { cloudEvent, eventBridge, sns } from '../contracts/envelopes.ts';
import { createIntakeHarness } from '../support/intake/intake-harness.ts';
import { shippedSources } from '../support/sources/source-files.ts';

const CSV = readFileSync('events/sources/bamboohr/report.csv', 'utf8');
const DOCUMENT = readFileSync('events/sources/personio/persons.json', 'utf8');
const SOURCES = shippedSources();

const snsOf = (Message: string) =>
  JSON.stringify({ Type: 'Notification', MessageId: '1', Message });
const personOf = (id: number | string) => ({
  id,
  workEmail: 'ada@example.com',
  firstName: 'A',
  lastName: 'B',
});

async function take(body: string, source?: string) {
  const harness = createIntakeHarness(SOURCES);
  const message = { body, askedAtMs: 0, ...(source !== undefined && { source }) };
  await takeMessage(message, harness.deps);
  const { sent, rejected } = harness;
  return { sent: sent.map(({ body }) => body), rejected: rejected.map(({ reason }) => reason) };
}

describe('records in an envelope become the same hires as without one:', () => {
  const list = JSON.stringify([JSON.parse(DOCUMENT), JSON.parse(DOCUMENT)]);
  const lines = `${JSON.stringify(JSON.parse(DOCUMENT))}\n${JSON.stringify(JSON.parse(DOCUMENT))}`;

  test.each([
    ['CSV in SNS', CSV, snsOf(CSV)],
    ['a list in SNS', list, snsOf(list)],
    ['a document in SNS', DOCUMENT, snsOf(DOCUMENT)],
    ['a document a line in SNS', lines, snsOf(lines)],
    ['a list in CloudEvents', list, JSON.stringify(cloudEvent(JSON.parse(list)))],
    ['CSV in CloudEvents', CSV, JSON.stringify(cloudEvent(CSV))],
    ['a document in EventBridge', DOCUMENT, JSON.stringify(eventBridge(JSON.parse(DOCUMENT)))],
    ['CSV in CloudEvents in SNS', CSV, JSON.stringify(sns(cloudEvent(CSV)))],
    [
      'a list in CloudEvents in EventBridge',
      list,
      JSON.stringify(eventBridge(cloudEvent(JSON.parse(list)))),
    ],
  ])('%s', async (_, bare, wrapped) => {
    const expected = await take(bare);

    expect(expected.sent.length).toBeGreaterThan(0);
    expect(await take(wrapped)).toEqual(expected);
  });

  test('a list in a member of the detail of EventBridge', async () => {
    const detail = {
      employees: [personOf('1'), { ...personOf('2'), workEmail: 'ben@example.com' }],
    };

    const { sent } = await take(JSON.stringify(eventBridge(detail)), 'bamboohr');

    expect(sent).toHaveLength(2);
  });
});

describe('an id that JSON rounds', () => {
  test.each([
    ['bare', (text: string) => text],
    ['in CloudEvents', (text: string) => `{"specversion":"1.0","data":${text}}`],
    ['in SNS', snsOf],
  ])('is refused, %s', async (_, wrapped) => {
    const text = JSON.stringify({ employees: [personOf(0)] }).replace(':0,', ':90071992547409930,');

    const { sent, rejected } = await take(wrapped(text), 'bamboohr');

    expect(sent).toEqual([]);
    expect(rejected).toMatchObject([{ code: 'unmapped-record' }]);
  });
});

describe('what is not in an envelope', () => {
  test.each(['[{"a": 1.0}]', '{"a": 1.0}', 'a;b\n1;2', '{"a": 1}\n{"a": 2}', ''])(
    'stays as it is: %j',
    (body) => {
      expect(contentOf(body)).toBe(body);
    },
  );
});

describe('an envelope is refused', () => {
  const wrap = (times: number): string =>
    times === 0 ? CSV : JSON.stringify(cloudEvent(times === 1 ? CSV : JSON.parse(wrap(times - 1))));

  test.each([
    ['of another version', '{"specversion":"0.3","data":{}}', 'specversion'],
    ['with base64', '{"specversion":"1.0","data_base64":"YQ=="}', 'send no data_base64'],
    ['with a list as detail', JSON.stringify(eventBridge([])), 'detail: must be a JSON object'],
    ['without a message', '{"Type":"Notification"}', 'Message: must hold the records'],
    ['that asks to confirm', '{"Type":"SubscriptionConfirmation","Message":""}', 'Type: must be'],
    ['in three others', wrap(4), 'at most 3 envelopes; send them with fewer'],
    [
      'with too many levels',
      `{"specversion":"1.0","data":${'['.repeat(70)}${']'.repeat(70)}}`,
      'nested',
    ],
  ])('%s', (_, body, rule) => {
    expect(() => contentOf(body)).toThrow(rule);
  });

  test('in no fewer than three others', () => {
    expect(contentOf(wrap(3))).toBe(CSV);
  });
});
