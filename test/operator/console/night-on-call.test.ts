import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { listFailedMessages } from '../../../src/operator/failed/failed-queues.ts';
import { findMapping } from '../../../src/operator/stack/consumption.ts';
import { chromiumPath, openConsole, startBrowser } from '../../support/console/browser.ts';
import { type ConsoleSession, startConsoleStack } from '../../support/console/console-session.ts';
import { type Hand, keyboardOn, mouseOn } from '../../support/console/hand.ts';
import { hireNumber } from '../../support/console/sample-day.ts';
import type { OperatedStack } from '../../support/operator/operated-stack.ts';

const inChromium = chromiumPath === undefined ? describe.skip : describe;
const { signal } = new AbortController();

type Night = OperatedStack & { readonly console: ConsoleSession };

/** The night of docs/runbook.md: the directory is down while HR sends hires, some of which are bad. */
inChromium('the night on call of the runbook, in Chromium', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    browser = await startBrowser();
    folder = await mkdtemp(join(tmpdir(), 'joiner-night-'));
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  describe.each([
    ['mouse', mouseOn],
    ['keyboard', keyboardOn],
  ])('by %s', (_, handOn: (page: Page) => Hand) => {
    let service: Night;

    beforeAll(async () => {
      service = await startConsoleStack({ changes: true });
    });

    afterAll(() => service?.stop());

    test('ends with an account for each person who should have one', async () => {
      await spendNight(service, folder, handOn);
    });
  });

  async function spendNight(
    service: Night,
    files: string,
    handOn: (page: Page) => Hand,
  ): Promise<void> {
    const { faults } = service.stack.directory;
    const [grace, typed, refused] = [hireNumber(1), hireNumber(4), hireNumber(5)];
    const isBad = { ...typed, emailAddress: typed.emailAddress.replace('@', '.') };
    const today = [
      hireNumber(1),
      hireNumber(2),
      hireNumber(3),
      isBad,
      { ...refused, type: 'SUPER_USER' },
    ];
    const [file, corrected] = [join(files, 'today.json'), join(files, 'corrected.json')];
    await writeFile(file, JSON.stringify(today));
    await writeFile(corrected, JSON.stringify([grace, hireNumber(2), hireNumber(3), typed]));
    faults.always('*', { kind: 'unavailable' });
    for (const bad of today.slice(3)) await service.send(JSON.stringify(bad));
    await service.untilDone();
    await service.putDeadLetters(today.slice(0, 3).map((hire) => JSON.stringify(hire)));
    const { page, complaints, close } = await openConsole(browser, service.console);
    const hand = handOn(page);
    const main = page.locator('main');
    const shows = async (text: string) => expect(await main.textContent()).toContain(text);

    // Does everyone who starts today have an account?
    await hand.follow('Send');
    await hand.choose('The file of hires', file);
    await hand.press('Check the file');
    await shows('5 need a person');

    // What about Grace?
    await hand.follow('Person');
    await hand.type('Who', grace.emailAddress);
    await hand.press('Look up');
    await shows('No account, and not tried yet');

    // Is it us?
    await hand.follow('Health');
    await shows('The directory did not respond');

    // Hold hires back until it responds.
    await hand.follow('Pause the work');
    await hand.type('Why', 'directory is down');
    await hand.press('Pause');
    await shows('directory is down');
    expect((await findMapping(service.operated)).State).toBe('Disabled');
    faults.clear();
    await hand.follow('Resume the work');
    await hand.press('Resume');
    await shows('New hires are worked on');

    // Who has no account, and why?
    await hand.follow('Failed');
    await shows('5 messages need a person');

    // How do I fix it?
    await hand.press('Replay all 3');
    await hand.press('Replay');
    await shows('3 sent again: 3 ready');
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
    expect(service.stack.directory.users()).toHaveLength(4);
    expect(complaints).toEqual([]);
    await close();
  }
});
