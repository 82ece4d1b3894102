import type { Hono } from 'hono';
import { PROGRESS_SCRIPT } from './progress-script.ts';
import { STYLE_SHEET } from './style-sheet.ts';

/** What the pages load: one style sheet, and the script of a page that waits. */
export function addAssets(pages: Hono): void {
  pages.get('style.css', (c) => c.body(STYLE_SHEET, 200, { 'Content-Type': 'text/css' }));
  pages.get('progress.js', (c) =>
    c.body(PROGRESS_SCRIPT, 200, { 'Content-Type': 'text/javascript' }),
  );
}
