import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { ConsoleSession } from './console-session.ts';

const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Undefined where this machine has none. */
export const chromiumPath = PLACES.find((path) => path !== undefined && existsSync(path));

export function startBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('There is no Chromium on this machine.');
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
}

export interface OpenPage {
  readonly page: Page;
  /** What the browser refused, or failed to do. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** A window of its own, in which the console was opened as its address says. */
export async function openConsole(
  browser: Browser,
  { running }: ConsoleSession,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(running.newAddress());
  await page.locator('.funnel').waitFor();
  return { page, complaints, close: () => context.close() };
}
