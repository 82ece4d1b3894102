import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AuditReport, reportFile } from '../../../src/audit/report.ts';
import {
  type ConsoleSession,
  startConsole,
  startConsoleStack,
} from '../../support/console/console-session.ts';
import { textOf } from '../../support/console/page-text.ts';
import { hireNumber, spendDay } from '../../support/console/sample-day.ts';
import type { OperatedStack } from '../../support/operator/operated-stack.ts';

let service: OperatedStack & { readonly console: ConsoleSession };
let console: ConsoleSession;

beforeAll(async () => {
  service = await startConsoleStack();
  console = service.console;
  await spendDay(service, {
    ready: 3,
    badAddresses: 2,
    superUsers: 1,
    deadLetters: 12,
    scheduled: 2,
  });
});

afterAll(() => service?.stop());

describe('Today', () => {
  test('counts who is ready, who waits and who failed', async () => {
    const text = textOf(await console.page('today'));

    expect(text).toContain('Sent 18 in the last 24 hours, or not done yet');
    expect(text).toContain('Ready 3 people with an account, half of them within');
    expect(text).toContain('Waiting 0 being worked on');
    expect(text).toContain('Failed 15 need a person: see why');
  });

  test('says who starts on which of the coming days', async () => {
    const text = textOf(await console.page('today'));

    expect(text).toMatch(/The coming days .* Day People \w+day, 20\d\d-\d\d-\d\d 1 \w+day,/);
  });

  test('plots the hours, and has them as numbers', async () => {
    const page = await console.page('today');

    expect(page.match(/<rect class="ready"/g)).toHaveLength(24);
    expect(textOf(page)).toMatch(/Hour \(UTC\) Ready Failed .*\d\d:00 3 3/);
  });
});

describe('Failed', () => {
  test('groups messages by their reason in words, the most frequent first', async () => {
    const page = await console.page('failed');

    const reasons = [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, reason = '']) => reason);
    expect(reasons).toEqual([
      'The directory did not answer.',
      expect.stringContaining('emailAddress: must be local-part@domain'),
      expect.stringContaining('type: must be allowed here'),
    ]);
  });

  test('shows ten of a group, and all of it on a page of its own', async () => {
    const page = await console.page('failed');
    const [, all = ''] = /href="([^"]*failed\/group\/[^"]*)"/.exec(page) ?? [];

    const group = await console.page(all);

    expect(linksIn(page)).toBe(10 + 2 + 1);
    expect(linksIn(group)).toBe(12);
  });

  test.each([
    ['an address', 'NOOR.LINDQVIST.8@example.com'],
    ['an employee id', 'E-20008'],
    ['a request id', '2026-11-30-008'],
  ])('finds a message by %s', async (_, text) => {
    const page = await console.submit('failed', { text });

    expect(linksIn(page)).toBe(1);
    expect(page).toContain('noor.lindqvist.8@example.com');
  });

  test('finds messages by words of their reason', async () => {
    const page = await console.submit('failed', { text: 'did not answer' });

    expect(textOf(page)).toContain('12 messages · target-unavailable');
    expect(page).not.toContain('must be allowed here');
  });

  test('says what to do where nothing is found', async () => {
    const page = await console.submit('failed', { text: 'no one has this' });

    expect(textOf(page)).toContain('No failed message has “no one has this”. Show all 15');
  });

  test('has no form that changes something, without --changes', async () => {
    const page = await console.page('failed');

    expect(page).not.toMatch(/checkbox|Replay|Drop/);
  });
});

describe('Person', () => {
  const ada = hireNumber(3);

  test.each([
    ['an address', ada.emailAddress, 'word'],
    ['an employee id', ada.employeeId, 'employee'],
    ['a request id', ada.requestId, 'request'],
  ])('is found by %s', async (_, who, as) => {
    const text = textOf(await console.submit('person', { who, as }));

    expect(text).toMatch(/Has an account .* Since \d+ \w+ ago/);
    expect(text).toContain(`Request ${ada.requestId}`);
  });

  test('has a timeline from sent to reported', async () => {
    const text = textOf(await console.submit('person', { who: ada.emailAddress }));

    expect(text).toMatch(/What happened Sent .* first tried .* Account created, and reported/);
  });

  test('who failed leads to the message', async () => {
    const { emailAddress } = hireNumber(8);

    const page = await console.submit('person', { who: emailAddress });

    expect(textOf(page)).toContain('No account, and not tried yet');
    expect(page).toMatch(/href="[^"]*failed\/message\/[^"]+">Failed message/);
  });

  test('of whom nothing is known is said to be so', async () => {
    const text = textOf(await console.submit('person', { who: 'no.one@example.com' }));

    expect(text).toContain('Nothing is known about no.one@example.com.');
  });
});

test('Scheduled lists who waits for a day, the first one first', async () => {
  const text = textOf(await console.page('scheduled'));

  const [first, second] = [hireNumber(19), hireNumber(20)];
  expect(text).toMatch(new RegExp(`${first.emailAddress}.*${second.emailAddress}`));
  expect(text).toMatch(/in \d+ (h|days) waits for the day/);
});

describe('Health', () => {
  test('shows problems with their remedies, and all that was checked', async () => {
    const text = textOf(await console.page('health'));

    expect(text).toContain('intake-consumption 0 of its 2 queues are consumed What to do:');
    expect(text).toContain('directory ok');
    expect(text).toContain('New hires are worked on');
  });

  test('has no form that pauses, without --changes, and says so', async () => {
    const page = await console.page('health');

    expect(page).toContain('This console only shows.');
    expect(page).not.toContain('Pause the work');
  });

  test('says how to show an audit where no report was given', async () => {
    const text = textOf(await console.page('health'));

    expect(text).toContain('joiner console --audit FILE shows it here.');
  });
});

describe('the last audit', () => {
  const report = {
    stack: 'joiner-local',
    startedAt: '2026-11-30T08:00:00.000Z',
    endedAt: '2026-11-30T08:20:00.000Z',
    complete: true,
    findings: [{ kind: 'account-gone' }, { kind: 'account-gone' }],
  };

  async function shown(content: object, changed = (file: string) => file): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'joiner-report-'));
    const auditFile = join(folder, 'audit.json');
    await writeFile(auditFile, changed(reportFile(content as AuditReport).text));
    const withAudit = await startConsole(service.operated, { auditFile });
    const page = await withAudit.page('health');
    await withAudit.stop();
    await rm(folder, { recursive: true });
    return textOf(page);
  }

  test('is shown from its report, with what it found', async () => {
    expect(await shown(report)).toMatch(/Ended .* ago State complete Found 2 × account-gone/);
  });

  test('is not shown where the report is not as it was written', async () => {
    const page = await shown(report, (file) => file.replaceAll('account-gone', 'unknown'));

    expect(page).toContain('does not have the SHA-256 that is its last line');
    expect(page).not.toContain('State complete');
  });

  test('of another stack is not shown', async () => {
    expect(await shown({ ...report, stack: 'other' })).toContain(
      'The file of --audit is not a report of an audit of this stack.',
    );
  });
});

test('a time has the exact one for a pointer that rests on it', async () => {
  const page = await console.page('scheduled');

  expect(page).toMatch(/<time datetime="[^"]+Z" title="\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC">in /);
});

test('markup and hidden characters in a message are shown as text', async () => {
  const hostile = '<script>alert(1)</script>\u202e@example.com';
  await service.putDeadLetters([JSON.stringify({ emailAddress: hostile, requestId: 'R-hostile' })]);
  await console.post('failed', { again: 'yes' });

  const page = await console.submit('failed', { text: 'R-hostile' });

  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;\ufffd@example.com');
  expect(page).not.toContain('<script>alert');
});

function linksIn(page: string): number {
  return page.match(/failed\/message\//g)?.length ?? 0;
}
