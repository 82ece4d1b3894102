import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { processHost } from '../../../src/operator/cli/host.ts';
import { terminalFor } from '../../../src/operator/cli/terminal.ts';

const COMMANDS = 'src/operator/cli';
/** A call of what draws rows, made before it is known whether they are printed. */
const DRAWN_AT_ONCE = /\.print\(\s*(?:\w*[tT]able|listOf|tableOf|tableFor|planText)\(/;

test('with --json, no text for people is built', () => {
  const terminal = terminalFor(processHost(), { json: true });

  const print = () =>
    terminal.print(() => {
      throw new Error('built');
    });

  expect(print).not.toThrow();
});

test('no command draws a table before it is known whether it is printed', () => {
  const files = readdirSync(COMMANDS, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((name) => name.endsWith('.ts'));

  const early = sources.filter((name) =>
    DRAWN_AT_ONCE.test(readFileSync(join(COMMANDS, name), 'utf8')),
  );

  expect(sources.length).toBeGreaterThan(40);
  expect(early).toEqual([]);
});
