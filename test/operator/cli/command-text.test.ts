import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import {
  commandOfAddress,
  commandOfEmployee,
  reassignCommandText,
  withCommands,
} from '../../../src/operator/cli/command-text.ts';

describe('a command to copy', () => {
  test.each([
    ['E-1', 'joiner erase --employee E-1 --why TEXT'],
    ['ceo@example.com', 'joiner erase --employee ceo@example.com --why TEXT'],
    ['-x', 'joiner erase --employee=-x --why TEXT'],
    ['--version', 'joiner erase --employee=--version --why TEXT'],
    ['--', 'joiner erase --employee=-- --why TEXT'],
    ["-o'brien $(id)", "joiner erase --employee='-o'\\''brien $(id)' --why TEXT"],
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

  test('is read by a shell as it was meant', () => {
    const command = commandOfEmployee('erase', "-o'brien; $(id)", '--why TEXT');

    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });

    expect(words).toBe("joiner\nerase\n--employee=-o'brien; $(id)\n--why\nTEXT\n");
  });

  test('is one line, whatever it holds', () => {
    expect(withCommands('Run:', 'joiner x\n    joiner y')).toBe(
      'Run:\n    joiner x\ufffd␣␣joiner y',
    );
  });
});
