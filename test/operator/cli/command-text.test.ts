import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import {
  commandOf,
  commandOfAddress,
  commandOfEmployee,
  reassignCommandText,
  withCommands,
} from '../../../src/operator/cli/command-text.ts';
import { isInstalled } from '../../support/operator/is-installed.ts';

describe('a command to copy', () => {
  test.each([
    ['E-1', 'joiner erase --employee E-1 --why TEXT'],
    ['ceo@example.com', 'joiner erase --employee ceo@example.com --why TEXT'],
    ['-x', 'joiner erase --employee=-x --why TEXT'],
    ['--version', 'joiner erase --employee=--version --why TEXT'],
    ['--', 'joiner erase --employee=-- --why TEXT'],
    ["-o'brien $(id)", `joiner erase --employee='-o'"'"'brien $(id)' --why TEXT`],
  ])('says that %s is an employee id', (id, command) => {
    expect(commandOfEmployee('erase', id, '--why TEXT')).toBe(command);
  });

  test('says that an address is one', () => {
    expect(commandOfAddress('erase', '--yes@example.com', '--why TEXT')).toBe(
      'joiner erase --address=--yes@example.com --why TEXT',
    );
  });

  test('keeps address and employee id from being options of reassign', () => {
    expect(reassignCommandText('--yes@example.com', '--yes')).toBe(
      'joiner reassign --employee=--yes --why TEXT -- --yes@example.com',
    );
  });

  test('names a person by a key in quotes, as its # is a pattern to a zsh with EXTENDED_GLOB', () => {
    expect(commandOf('erase', 'user#0a1b', '--why', 'TEXT')).toBe(
      "joiner erase 'user#0a1b' --why TEXT",
    );
  });

  test('is one line, whatever it holds', () => {
    expect(withCommands('Run:', 'joiner x\n    joiner y')).toBe(
      'Run:\n    joiner x\ufffd␣␣joiner y',
    );
  });
});

/** Without the profile of this user. */
const SHELLS: readonly (readonly [string, ...string[]])[] = [
  ['sh'],
  ['bash', '--norc', '--noprofile'],
  ['zsh', '-f', '-o', 'extendedglob'],
  ['fish', '--no-config'],
];

/** What an employee id may hold that a shell could read as more than one word. */
const IDS = [
  "-o'brien; $(id)",
  // fish reads \\' in single quotes as a quote.
  "E-1\\'; echo ran; #",
  "\\\\'; echo ran; #\\",
  "'",
  '\\',
  'E-1"; `echo ran`; %self ~ * ?[a] {a,b} !! \\n',
  '%self',
  'user#0a1b',
  'Zoë',
  // What `printable` shows otherwise is written as bytes.
  "E  1\\'; echo ran; #",
  '-n  %s\\t\t\u00a0\u202e"$(echo ran)"',
];

for (const [shell, ...args] of SHELLS) {
  if (!isInstalled(shell)) {
    test.skip(`a command to copy in ${shell} (skipped: no ${shell})`, () => {});
    continue;
  }
  test.each(IDS)(`a command to copy is read by ${shell} as it was meant: %j`, (id) => {
    const command = commandOf('status', id);

    const words = execFileSync(shell, [...args, '-c', `printf '[%s]' ${command}`]).toString();

    expect(words).toBe(`[joiner][status][${id}]`);
  });
}
