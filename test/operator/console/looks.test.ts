import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  chromiumPath,
  type OpenPage,
  openConsole,
  startBrowser,
} from '../../support/console/browser.ts';
import { type ConsoleSession, startConsoleStack } from '../../support/console/console-session.ts';
import { type Hand, mouseOn } from '../../support/console/hand.ts';
import { checkFile, lookUp, spendSampleDay } from '../../support/console/sample-day.ts';
import type { OperatedStack } from '../../support/operator/operated-stack.ts';

const inChromium = chromiumPath === undefined ? describe.skip : describe;

/** Every page, by the way to it from Today. */
const PAGES: readonly (readonly [string, (hand: Hand, page: Page) => Promise<void>])[] = [
  ['Today', async () => {}],
  ['Failed', (hand) => hand.follow('Failed')],
  [
    'a failed message',
    async (hand) => {
      await hand.follow('Failed');
      await hand.follow(/@example.com$/);
    },
  ],
  [
    'a correction that would be refused',
    async (hand) => {
      await hand.follow('Failed');
      await hand.follow(/@example.com$/);
      await hand.type('First day startDate', 'tomorrow');
      await hand.press('Check the correction');
    },
  ],
  [
    'a replay, before it',
    async (hand) => {
      await hand.follow('Failed');
      await hand.press('Replay all 3');
    },
  ],
  [
    'a drop, before it',
    async (hand) => {
      await hand.follow('Failed');
      await hand.press('Drop all 3');
    },
  ],
  ['Person', (hand) => hand.follow('Person')],
  ['a person', lookUp],
  ['Scheduled', (hand) => hand.follow('Scheduled')],
  ['Send', (hand) => hand.follow('Send')],
  ['a file that was checked', (hand, page) => checkFile(hand, page)],
  ['Health', (hand) => hand.follow('Health')],
  [
    'a pause, before it',
    async (hand) => {
      await hand.follow('Health');
      await hand.follow('Pause the work');
    },
  ],
  [
    'a page that does not exist',
    async (_, page) => void (await page.goto(page.url().replace('today', 'none'))),
  ],
];

inChromium('in Chromium', () => {
  let service: OperatedStack & { readonly console: ConsoleSession };
  let browser: Browser;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startConsoleStack({ changes: true }), startBrowser()]);
    await spendSampleDay(service);
  });

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  describe('each page', () => {
    let window: OpenPage;

    beforeAll(async () => {
      window = await openConsole(browser, service.console);
    });

    afterAll(() => window?.close());

    describe.each(PAGES)('%s', (_, goTo) => {
      beforeAll(async () => {
        const { page } = window;
        await page.goto(`${service.console.origin}${service.console.path}today`);
        await page.locator('.funnel').waitFor();
        await goTo(mouseOn(page), page);
      });

      test('has no fault that axe finds, in light colours', async () => {
        const { page } = window;
        await page.emulateMedia({ colorScheme: 'light' });

        expect(await faultsIn(axeOn({ page }))).toEqual([]);
      });

      test('has contrast in dark colours, too', async () => {
        const { page } = window;
        await page.emulateMedia({ colorScheme: 'dark' });

        const axe = axeOn({ page, axeSource: IN_THE_PAGE }).withRules('color-contrast');

        expect(await faultsIn(axe)).toEqual([]);
      });

      test.each([360, 1920])('fits a screen of %s pixels', async (width) => {
        const { page } = window;
        await page.setViewportSize({ width, height: 800 });

        const needed = await page.evaluate('document.documentElement.scrollWidth');

        expect(needed).toBeLessThanOrEqual(width);
      });
    });

    test('the browser refused nothing on any of them', () => {
      expect(window.complaints.filter((text) => !text.includes('404'))).toEqual([]);
    });
  });
});

/** Of the analysis before. */
const IN_THE_PAGE = 'void "axe is there";';

/** Legacy is to run in the page itself, without a second page for the results. Ours has no frames. */
function axeOn(where: ConstructorParameters<typeof AxeBuilder>[0]): AxeBuilder {
  return new AxeBuilder(where).setLegacyMode().options({ resultTypes: ['violations'] });
}

async function faultsIn(axe: AxeBuilder): Promise<readonly string[]> {
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
