import { openConsole, startBrowser } from '../../support/console/browser.ts';
import { startConsoleStack } from '../../support/console/console-session.ts';
import { mouseOn } from '../../support/console/hand.ts';
import { spendDay } from '../../support/console/sample-day.ts';

const WIDTH = 1200;
const HEIGHT = 900;

const service = await startConsoleStack({ changes: true });
const browser = await startBrowser();
try {
  await spendDay(service, {
    ready: 24,
    badAddresses: 3,
    superUsers: 2,
    deadLetters: 6,
    scheduled: 9,
  });
  const viewport = { width: WIDTH, height: HEIGHT };
  const { page } = await openConsole(browser, service.console, { viewport });
  const hand = mouseOn(page);
  const take = (name: string) => page.screenshot({ path: `docs/generated/console-${name}.png` });

  await take('today');
  await hand.follow('Failed');
  await take('failed');
  await hand.follow(/\d\.example\.com$/);
  await take('correct');
} finally {
  await browser.close();
  await service.stop();
}
