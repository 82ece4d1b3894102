import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ConsoleSession, startConsoleStack } from '../../support/console/console-session.ts';
import { textOf } from '../../support/console/page-text.ts';
import { hireNumber } from '../../support/console/sample-day.ts';
import type { OperatedStack } from '../../support/operator/operated-stack.ts';

const REASONS = 52;

let service: OperatedStack & { readonly console: ConsoleSession };
let console: ConsoleSession;

const body = (number: number) => JSON.stringify(hireNumber(number));

beforeAll(async () => {
  service = await startConsoleStack({ changes: true });
  console = service.console;
  for (let number = 1; number <= REASONS; number += 1)
    await service.putDeadLetters([body(number)], `reason-${number}`);
  await service.putDeadLetters([body(100), body(101)], 'reason-52');
});

afterAll(() => service?.stop());

describe('of more than 50 reasons', () => {
  test('the most frequent are shown, and how many more there are', async () => {
    const page = await console.page('failed');

    expect(page.match(/<h2>/g)).toHaveLength(50);
    expect(textOf(page)).toMatch(/Filter An address.*? 3 messages · reason-52 /);
    expect(textOf(page)).toContain('2 more reasons, of 2 messages, are not shown');
  });

  test('the others are found by a filter', async () => {
    const pages = await Promise.all(
      [1, 51].map((number) => console.submit('failed', { text: hireNumber(number).requestId })),
    );

    expect(pages.map((page) => page.match(/<h2>/g))).toEqual([['<h2>'], ['<h2>']]);
    expect(pages.join('')).not.toContain('not shown');
  });
});

describe('a filter', () => {
  const { emailAddress } = hireNumber(100);

  test('is in no address of a page', async () => {
    const { headers } = await console.post('failed', { text: emailAddress });
    const page = await console.page(headers.location ?? '');

    expect(headers.location).toMatch(/\/failed\?filter=[0-9a-f-]{36}$/);
    expect(page).toContain(`value="${emailAddress}"`);
    expect(page).not.toMatch(/(?:href|action)="[^"]*ingrid/i);
  });

  test.each(['drop-all', 'replay-all'])('is that of %s, too', async (act) => {
    const filtered = await console.submit('failed', { text: emailAddress });

    const page = await console.submit('failed/choose', { act, ...hiddenIn(filtered) });

    expect(page).toContain(emailAddress);
    expect(page).not.toContain(hireNumber(101).emailAddress);
  });

  test('that is no longer kept leads to no page about all messages', async () => {
    const filtered = await console.submit('failed', { text: emailAddress });
    const { group } = hiddenIn(filtered);
    for (let filters = 0; filters < 200; filters += 1)
      await console.post('failed', { text: `another ${filters}` });
    const { filter } = hiddenIn(filtered);

    const answers = await Promise.all([
      console.get(`failed?filter=${filter}`),
      console.get(`failed/group/${group}?filter=${filter}`),
      ...['drop-all', 'replay-all', 'drop'].map((act) =>
        console.post('failed/choose', { act, group, filter }),
      ),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(textOf(answers[2]?.text ?? '')).toContain('no longer kept');
  });
});

/** What the form of the first reason says of itself. */
function hiddenIn(page: string) {
  const fieldOf = (name: string) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
  return { group: fieldOf('group'), filter: fieldOf('filter') };
}
