import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { takeMessage } from '../../src/intake/take-message.ts';
import { readBody } from '../support/bodies/read-body.ts';
import { createIntakeHarness } from '../support/intake/intake-harness.ts';
import { shippedSources } from '../support/sources/source-files.ts';

const SOURCES = shippedSources();
const ASKED_AT_MS = Date.parse('2026-03-02T07:00:00Z');
const REPORT = readFileSync('events/sources/bamboohr/report.csv', 'utf8');

const personioEmployees = () => readFileSync('events/sources/personio/persons.json', 'utf8');
const addressesIn = (bodies: readonly { readonly body: string }[]) =>
  bodies.map(({ body }) => readBody(body).hire?.emailAddress);

const reportOf = (people: number, { address = true } = {}) => {
  const rows = Array.from({ length: people }, (_, index) =>
    [index, 'Ada', 'Okafor', address ? `p${index}@example.com` : '', 'Active'].join(','),
  );
  return ['Employee #,First Name,Last Name,Work Email,Status', ...rows].join('\n');
};

async function take(
  body: string,
  {
    harness = createIntakeHarness(SOURCES),
    ...rest
  }: {
    harness?: ReturnType<typeof createIntakeHarness>;
    source?: string;
    isCopy?: boolean;
    askedAtMs?: number;
  } = {},
) {
  await takeMessage({ body, askedAtMs: ASKED_AT_MS, ...rest }, harness.deps);
  return harness;
}

describe('a message with raw records', () => {
  test('as CSV becomes a hire for each row that can be mapped', async () => {
    const { sent, rejected, counts } = await take(REPORT);

    expect(addressesIn(sent)).toEqual(['ada.okafor@example.com', 'tomasz.wojcik@example.com']);
    expect(rejected).toHaveLength(1);
    expect(counts()).toMatchObject({ sent: 2, rejected: 1, leftOut: 1 });
  });

  test('carries the time at which HR asked for each hire', async () => {
    const { sent } = await take(REPORT);

    expect(sent.map(({ askedAtMs }) => askedAtMs)).toEqual([ASKED_AT_MS, ASKED_AT_MS]);
  });

  test('as a document becomes the same hires in an envelope as without one', async () => {
    const document = personioEmployees();
    const bare = await take(document);
    const event = {
      specversion: '1.0',
      id: '1',
      source: 'hr',
      type: 't',
      data: JSON.parse(document),
    };
    const wrapped = await take(JSON.stringify(event));

    expect(bare.sent.length).toBeGreaterThan(0);
    expect(wrapped.sent).toEqual(bare.sent);
  });

  test('is not sent again when it comes once more', async () => {
    const harness = await take(REPORT);
    await take(REPORT, { harness, askedAtMs: ASKED_AT_MS + 1 });

    expect(harness.sent).toHaveLength(2);
    expect(harness.rejected).toHaveLength(1);
    expect(harness.counts()).toMatchObject({ sent: 2, rejected: 1, known: 3 });
  });

  test('is rejected again when an operator sends it back and it still cannot be mapped', async () => {
    const harness = await take(REPORT);
    const [original] = harness.rejected;
    await take(original?.body ?? '', { harness, source: 'bamboohr', isCopy: true });

    expect(harness.rejected.map(({ body }) => body)).toEqual([original?.body, original?.body]);
  });
});

describe('a message with many records', () => {
  test('is taken as a whole up to 500', async () => {
    const { sent, rejected } = await take(reportOf(500));

    expect(sent).toHaveLength(500);
    expect(rejected).toEqual([]);
  });

  test('is set aside as a whole above 500, and nothing of it is sent', async () => {
    const body = reportOf(501);
    const { sent, rejected } = await take(body);
    const rule = 'must have at most 500 records; put them into the bucket as a file';

    expect(sent).toEqual([]);
    expect(rejected).toMatchObject([{ body, reason: { code: 'unreadable-file' } }]);
    expect(rejected[0]?.reason.message).toContain(rule);
  });

  test('may have no more than a file that no operator approves', async () => {
    const { deps, sent, rejected } = createIntakeHarness(SOURCES);
    const message = { body: reportOf(21), askedAtMs: ASKED_AT_MS };
    await takeMessage(message, { ...deps, limit: { maxNew: 20 } });

    expect(sent).toEqual([]);
    expect(rejected[0]?.reason.message).toContain('at most 20 records');
  });

  test('is rejected once as a copy, though a call failed before', async () => {
    const harness = createIntakeHarness(SOURCES);
    const body = `${reportOf(300, { address: false })}\n300,Bo,Berg,bo@example.com,Active`;
    const message = { body, askedAtMs: ASKED_AT_MS, isCopy: true };
    const send = () => Promise.reject(new Error('down'));
    await takeMessage(message, { ...harness.deps, send }).catch(() => undefined);
    await takeMessage(message, harness.deps);

    expect(harness.rejected).toHaveLength(300);
    expect(harness.counts()).toMatchObject({ sent: 1, rejected: 300 });
  });
});

describe('a record that cannot be mapped', () => {
  test('is set aside as its cells by column, with its source and reason', async () => {
    const { rejected } = await take(REPORT);
    const [{ body, source, reason, requestId } = { body: '{}' }] = rejected;

    expect(Object.keys(JSON.parse(body))).toContain('Work Email');
    expect({ source, code: reason?.code }).toEqual({ source: 'bamboohr', code: 'unmapped-record' });
    expect(reason?.message).toMatch(/^bamboohr, record \d+, line 8: emailAddress: is required/);
    expect(requestId).toMatch(/^bamboohr:[0-9a-f]{64}$/);
  });

  test('comes back as it was set aside, once it is corrected', async () => {
    const harness = await take(REPORT);
    const cells = JSON.parse(harness.rejected[0]?.body ?? '');
    const corrected = JSON.stringify({ ...cells, 'Work Email': 'late@example.com' });
    await take(corrected, { harness, source: 'bamboohr', isCopy: true });

    expect(addressesIn(harness.sent)).toContain('late@example.com');
  });

  test('has an event that claims nothing but its request id', async () => {
    const { events, rejected } = await take(REPORT);

    expect(events.map(({ type, data }) => ({ type, data }))).toEqual([
      {
        type: 'joiner.user.rejected.v1',
        data: { claimedRequestId: rejected[0]?.requestId, reason: rejected[0]?.reason },
      },
    ]);
  });

  test('has the same event id whenever it is rejected', async () => {
    const ids = async () => (await take(REPORT)).events.map(({ id }) => id);

    expect(await ids()).toEqual(await ids());
  });
});

describe('a message that cannot be read', () => {
  test.each([
    ['of no source', '{"a": 1}', undefined, 'unknown', 'is of no source of this stack'],
    ['of another source', REPORT, 'workday', 'workday', 'looks like BambooHR'],
    ['for a source that is not deployed', REPORT, 'other', 'unknown', 'must have an attribute'],
    ['in a broken envelope', '{"specversion":"2","data":{}}', undefined, 'unknown', 'specversion'],
    ['a workbook', 'PK\u0003\u0004xl/', undefined, 'unknown', '.xlsx'],
  ])('is set aside as a whole: %s', async (_, body, source, namedSource, rule) => {
    const { rejected, sent } = await take(body, source === undefined ? {} : { source });

    expect(sent).toEqual([]);
    expect(rejected).toMatchObject([
      { body, source: namedSource, reason: { code: 'unreadable-file' } },
    ]);
    expect(rejected[0]?.reason.message).toContain(rule);
  });
});
