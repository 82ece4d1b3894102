import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, openConsole, startBrowser } from '../../support/console/browser.ts';
import { type ConsoleSession, startConsoleStack } from '../../support/console/console-session.ts';
import { type Hand, mouseOn } from '../../support/console/hand.ts';
import { checkFile, lookUp, spendSampleDay } from '../../support/console/sample-day.ts';
import type { OperatedStack } from '../../support/operator/operated-stack.ts';

const inChromium = chromiumPath === undefined ? describe.skip : describe;

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

  /** Those of docs/operating.md, from Today. */
  const QUESTIONS: readonly (readonly [
    string,
    (hand: Hand, page: Page) => Promise<void>,
    string,
  ])[] = [
    ['Does everyone who starts today have an account?', checkFile, 'has an account'],
    ['What about this person?', lookUp, 'Has an account'],
    ['Why does this person have this group, or none?', lookUp, 'none by Joiner'],
    ['Who asked, and who decided?', lookUp, 'What happened'],
    ['Who has no account, and why?', (hand) => hand.follow('Failed'), 'must be local-part@domain'],
    [
      'How do I fix it?',
      async (hand) => {
        await hand.follow('Failed');
        await hand.follow(/\d\.example\.com$/);
      },
      'Correct it',
    ],
    ['Is the stack healthy?', (hand) => hand.follow('Health'), 'What was checked'],
    ['Is each account still as Joiner left it?', (hand) => hand.follow('Health'), 'The last audit'],
    ['Who waits for a start date?', (hand) => hand.follow('Scheduled'), 'waits for the day'],
    [
      'How do I hold hires back?',
      async (hand) => {
        await hand.follow('Health');
        await hand.follow('Pause the work');
      },
      'New hires wait until someone resumes.',
    ],
  ];

  test.each(QUESTIONS)('%s takes at most three clicks', async (_, ask, answer) => {
    const { page, close } = await openConsole(browser, service.console);
    const hand = mouseOn(page);
    await ask(hand, page);

    const text = await page.locator('main').textContent();
    await close();

    expect(text).toContain(answer);
    expect(hand.clicks()).toBeLessThanOrEqual(3);
  });

  test('all works without script: a page that waits has a link', async () => {
    const { page, close } = await openConsole(browser, service.console, {
      javaScriptEnabled: false,
    });
    const { faults } = service.stack.directory;
    faults.always('*', { kind: 'hang' });
    await page.getByRole('link', { name: 'Health', exact: true }).click();
    const look = page.getByRole('link', { name: 'Look now' });
    await look.waitFor();
    faults.clear();
    faults.release();

    while (await look.isVisible()) await look.click();
    const text = await page.locator('main').textContent();
    await close();

    expect(text).toContain('What was checked');
  });

  test('an address that was used shows no page, in another window either', async () => {
    const address = service.console.running.newAddress();
    const first = await (await browser.newContext()).newPage();
    const second = await (await browser.newContext()).newPage();
    await first.goto(address);
    await first.waitForURL('**/today');

    await second.goto(address);

    expect(await second.locator('body').textContent()).toContain(
      'This address opens the console once',
    );
    await Promise.all([first.context().close(), second.context().close()]);
  });

  test('a page of another site reaches nothing, though the browser has the session', async () => {
    const { page, close } = await openConsole(browser, service.console);
    const place = page.url().replace('/today', '/pause');
    const hostile = await page.context().newPage();
    await hostile.route('http://evil.example/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${place}"><input name="why" value="evil"><button>Win</button></form>`,
      }),
    );
    await hostile.goto('http://evil.example/');

    await hostile.getByRole('button').click();
    const text = await hostile.locator('body').textContent();
    await close();

    expect(text).toContain('The request comes from another site.');
  });
});
