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
