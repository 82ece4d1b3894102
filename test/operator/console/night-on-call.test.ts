import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { DEFAULT_TARGET } from '../../../local/directories/directories.ts';
import { listFailedMessages } from '../../../src/operator/failed/failed-queues.ts';
import { findMapping } from '../../../src/operator/stack/consumption.ts';
import { chromiumPath, openConsole, startBrowser } from '../../support/console/browser.ts';
import { type ConsoleSession, startConsoleStack } from '../../support/console/console-session.ts';
import { type Hand, keyboardOn, mouseOn } from '../../support/console/hand.ts';
import { hireNumber } from '../../support/console/sample-day.ts';
import type { OperatedStack } from '../../support/operator/operated-stack.ts';
import {
  type PackageVariant,
  writeVariantWithVariables,
} from '../../support/package/package-variant.ts';

const inChromium = chromiumPath === undefined ? describe.skip : describe;
const { signal } = new AbortController();

type Night = OperatedStack & { readonly console: ConsoleSession };

/** So long is a person in the hands of one message, whose retries end before. */
const TIMEOUT_SECONDS = 15;
/** A hire is dead-lettered within seconds, not after a day. */
const SHORT_TIMES = {
  HAND_OVER_AFTER_HOURS: '0.0005',
  RETRY_BACKOFF_BASE_SECONDS: '1',
  RETRY_BACKOFF_MAX_SECONDS: '1',
};

/** After which a replayed message counts as one that is still tried. */
const HALF_A_MINUTE_MS = 31_000;

const HANDS: readonly (readonly [string, (page: Page) => Hand])[] = [
  ['mouse', mouseOn],
  ['keyboard', keyboardOn],
];
/** Only ends a test that hangs. */
const MOST_MS = 240_000;

/** The night of docs/runbook.md: the directory is down while HR sends hires, some of which are bad. */
inChromium('the night on call of the runbook, in Chromium', () => {
  let browser: Browser;
  let variant: PackageVariant;
  let nights: ReadonlyMap<string, Promise<void>>;

  beforeAll(async () => {
    browser = await startBrowser();
    variant = await writeVariantWithVariables(SHORT_TIMES, DEFAULT_TARGET, {
      Timeout: TIMEOUT_SECONDS,
    });
    // Side by side: for most of a night, one waits.
    nights = new Map(HANDS.map(([name, handOn]) => [name, spendNight(handOn)]));
    // Its test fails.
    for (const night of nights.values()) night.catch(() => undefined);
  });

  afterAll(async () => {
    await Promise.allSettled(nights.values());
    await browser?.close();
    await variant?.remove();
  });

  test.each(HANDS)(
    'by %s, ends with an account for each person who should have one',
    async (name) => {
      await nights.get(name);
    },
    MOST_MS,
  );

  async function spendNight(handOn: (page: Page) => Hand): Promise<void> {
    const files = await mkdtemp(join(tmpdir(), 'joiner-night-'));
    const service = await startConsoleStack({ changes: true, packageDir: variant.packageDir });
    try {
      await actInNight(service, files, handOn);
    } finally {
      await service.stop();
      await rm(files, { recursive: true });
    }
  }

  async function actInNight(
    service: Night,
    files: string,
    handOn: (page: Page) => Hand,
  ): Promise<void> {
    const { faults } = service.stack.directory;
    // More than are sent at once.
    const good = Array.from({ length: 12 }, (_, index) => hireNumber(index + 1));
    const [grace, typed, refused] = [hireNumber(1), hireNumber(13), hireNumber(14)];
    const isBad = { ...typed, emailAddress: typed.emailAddress.replace('@', '.') };
    const today = [...good, isBad, { ...refused, type: 'SUPER_USER' }];
    const [file, corrected] = [join(files, 'today.json'), join(files, 'corrected.json')];
    await writeFile(file, JSON.stringify(today));
    await writeFile(corrected, JSON.stringify([...good, typed]));
    faults.always('*', { kind: 'unavailable' });
    for (const hire of today) await service.send(JSON.stringify(hire));
    await service.untilDone();
    const { page, complaints, close } = await openConsole(browser, service.console);
    const hand = handOn(page);
    const main = page.locator('main');
    const shows = async (text: string) => expect(await main.textContent()).toContain(text);

    // Does everyone who starts today have an account?
    await hand.follow('Send');
    await hand.choose('The file of hires', file);
    await hand.press('Check the file');
    await shows('14 need a person');

    // What about Grace?
    await hand.follow('Person');
    await hand.type('Who', grace.emailAddress);
    await hand.press('Look up');
    await shows('No account');

    // Is it us?
    await hand.follow('Health');
    await shows('The directory did not respond');

    // Who has no account, and why?
    await hand.follow('Failed');
    await shows('14 messages need a person');

    // How do I fix it? Too early: a replay stops by itself while the directory is down.
    await hand.press('Replay all 12');
    const replaying = hand.press('Replay');
    await page.getByText('5 sent again').waitFor();
    service.console.pass(HALF_A_MINUTE_MS);
    await replaying;
    await shows('It stopped: most of the last messages failed again, or are still tried.');
    await shows('0 ready');
    expect(service.stack.directory.users()).toEqual([]);

    // Hold hires back until it responds.
    await hand.follow('Health');
    await hand.follow('Pause the work');
    await hand.type('Why', 'directory is down');
    await hand.press('Pause');
    await shows('directory is down');
    expect((await findMapping(service.operated)).State).toBe('Disabled');
    faults.clear();
    await hand.follow('Resume the work');
    await hand.press('Resume');
    await shows('New hires are worked on');

    // The rest, and those that failed again before it responded.
    await service.untilDone();
    await hand.follow('Failed');
    await hand.press(/^Replay all \d+$/);
    await hand.press('Replay');
    await shows('0 failed again, 0 still tried; 0 left.');
    await hand.follow('What is left');
    await hand.follow(isBad.emailAddress);
    await shows('must be local-part@domain');
    await hand.type('Work address emailAddress, required', typed.emailAddress);
    await hand.press('Check the correction');
    await hand.press('Send it in place of the failed one');
    await shows('It is sent, under the same request id.');
    await hand.follow('What is left');
    await hand.tick(`Select ${refused.emailAddress}`);
    await hand.press('Drop selected');
    await hand.type('Why', 'no super users on the first day');
    await hand.press('Drop 1 message for good');
    await shows('1 message dropped, and reported.');
    await service.untilDone();

    // Does everyone have an account now?
    await hand.follow('Send');
    await hand.choose('The file of hires', corrected);
    await hand.press('Check the file');
    await shows('No one in the file needs a person.');
    await shows('has an account');
    const left = await listFailedMessages(service.operated, {}, { signal });
    expect(left.messages).toEqual([]);
    expect(service.stack.directory.users()).toHaveLength(13);
    expect(complaints).toEqual([]);
    await close();
  }
});
