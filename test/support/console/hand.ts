import type { Locator, Page } from 'playwright-core';

/** A person at a page, by mouse or by keyboard. */
export interface Hand {
  /** How often something was chosen so far, typing aside. */
  clicks(): number;
  follow(link: string | RegExp): Promise<void>;
  press(button: string | RegExp): Promise<void>;
  tick(label: string | RegExp): Promise<void>;
  type(label: string, text: string): Promise<void>;
  /** Chooses a file in the field. */
  choose(label: string, path: string): Promise<void>;
}

interface Touch {
  /** Chooses what there is: a link, a button, a box, a field. */
  readonly touch: (target: Locator) => Promise<void>;
  readonly type: (field: Locator, text: string) => Promise<void>;
}

export function mouseOn(page: Page): Hand {
  return handOn(page, {
    touch: (target) => target.click(),
    async type(field, text) {
      await field.click({ clickCount: 3 });
      await page.keyboard.type(text);
    },
  });
}

/** Reaches all with the Tab key, from where the focus is. */
export function keyboardOn(page: Page): Hand {
  return handOn(page, {
    async touch(target) {
      await tabTo(page, target);
      const isBox = await target.evaluate((one) => one.getAttribute('type') === 'checkbox');
      await page.keyboard.press(isBox ? 'Space' : 'Enter');
    },
    async type(field, text) {
      await tabTo(page, field);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    },
  });
}

function handOn(page: Page, { touch, type }: Touch): Hand {
  let clicks = 0;
  const choose = async (target: Locator) => {
    clicks += 1;
    await touch(target.first());
  };
  return {
    clicks: () => clicks,
    async follow(name) {
      await leave(page, () => choose(page.getByRole('link', { name, exact: true })));
    },
    async press(name) {
      await leave(page, () => choose(page.getByRole('button', { name, exact: true })));
    },
    tick: (name) => choose(page.getByRole('checkbox', { name })),
    type: (label, text) => type(page.getByLabel(label, { exact: true }), text),
    async choose(label, path) {
      const chooser = page.waitForEvent('filechooser');
      await choose(page.getByLabel(label, { exact: true }));
      await (await chooser).setFiles(path);
    },
  };
}

/** Acts, and waits for the page that follows: also where it shows first how far its work is. */
async function leave(page: Page, act: () => Promise<void>): Promise<void> {
  const loaded = page.waitForEvent('load');
  await act();
  await loaded;
  await page.locator('main:not(:has(#progress))').waitFor({ timeout: 60_000 });
}

const MOST_TABS = 400;

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if (await target.evaluate((one) => one === one.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not reach ${target}`);
}
