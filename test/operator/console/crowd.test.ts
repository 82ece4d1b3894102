import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { chromiumPath, openConsole, startBrowser } from '../../support/console/browser.ts';
import {
  type ConsoleSession,
  LOCAL_OPERATOR,
  startConsole,
} from '../../support/console/console-session.ts';
import { confirmationIn } from '../../support/console/page-text.ts';
import { hireNumber } from '../../support/console/sample-day.ts';
import { type CliSession, startCliSession } from '../../support/operator/cli-session.ts';

const MANY = 10_000;
/** Only ends a test that hangs. */
const MOST_MS = 240_000;

let session: CliSession;
let one: ConsoleSession;
let other: ConsoleSession;

beforeAll(async () => {
  session = await startCliSession();
  [one, other] = await Promise.all([
    startConsole(session.operated, { changesAs: LOCAL_OPERATOR }),
    startConsole(session.operated, { changesAs: LOCAL_OPERATOR }),
  ]);
});

afterAll(async () => {
  await Promise.all([one?.stop(), other?.stop()]);
  await session?.stop();
});

const body = (number: number) => JSON.stringify(hireNumber(number));

test(
  'two consoles and a command that replay the same messages make one account for each',
  async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
    await session.putDeadLetters(numbers.map(body));
    const ids = (await session.json('failed', 'list', '--local')).messages.map(
      ({ id }: { id: string }) => id,
    );
    const first = await one.submit('failed/choose', { act: 'replay', id: ids });
    const second = await other.submit('failed/choose', { act: 'replay', id: ids });

    await Promise.all([
      one.submit(confirmationIn(first), { rate: '100' }),
      other.submit(confirmationIn(second), { rate: '100' }),
      session.joiner('failed', 'replay', '--local', '--yes', '--rate', '100'),
    ]);
    await session.untilDone();

    const addresses = session.stack.directory.users().map(({ emailAddress }) => emailAddress);
    expect(addresses.toSorted()).toEqual(numbers.map((n) => hireNumber(n).emailAddress).toSorted());
  },
  MOST_MS,
);

const inChromium = chromiumPath === undefined ? describe.skip : describe;

inChromium(`with ${MANY} failed messages, in Chromium`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
    await session.putDeadLetters(Array.from({ length: MANY }, (_, index) => body(1_000 + index)));
  }, MOST_MS);

  afterAll(() => browser?.close());

  test(
    'the list is read while other pages respond, and is shown in parts',
    async () => {
      const { page, close } = await openConsole(browser, one);
      await page.getByRole('link', { name: 'Failed', exact: true }).click();
      const progress = page.locator('#progress');
      await page.getByText(/^[\d,]+ failed messages read\.$/).waitFor({ timeout: MOST_MS });

      const meanwhile = await page.context().newPage();
      await meanwhile.goto(`${one.origin}${one.path}person`);
      const isStillReading = (await progress.count()) === 1;
      await page.getByText('10,000 messages need a person.').waitFor({ timeout: MOST_MS });
      await page.getByRole('link', { name: 'all of them' }).click();
      await page.getByRole('link', { name: 'Last' }).click();
      await page.getByText('Part 100 of 100.').waitFor({ timeout: MOST_MS });
      const rows = await page.locator('tbody tr').count();
      await close();

      expect(isStillReading).toBe(true);
      expect(rows).toBe(100);
    },
    2 * MOST_MS,
  );
});
