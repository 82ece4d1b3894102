import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import {
  announceLocalStack,
  assertNoLocalStack,
  findLocalStack,
} from '../../src/operator/stack/local-stack-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joiner-stack-file-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const file = (...folders: readonly string[]) => join(folder, ...folders, '.local-stack.json');
const stack = (pid = process.pid) => ({
  pid,
  stackName: 'joiner-local',
  environment: { AWS_REGION: 'eu-west-1' },
});

test('a stack that is up is found in its project, by a file that is its owner’s alone', () => {
  announceLocalStack(stack(), folder);

  expect(findLocalStack(folder)).toEqual(stack());
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

test('a stack is not found by a file of a folder above', () => {
  announceLocalStack(stack(), folder);
  mkdirSync(join(folder, 'project'));

  expect(() => findLocalStack(join(folder, 'project'))).toThrow('No local stack is up here.');
});

test.each([0o644, 0o640, 0o602, 0o620])('a file of mode %o is not believed', (mode) => {
  announceLocalStack(stack(), folder);
  chmodSync(file(), mode);

  expect(() => findLocalStack(folder)).toThrow('No local stack is up here.');
});

test('a file of another user is not believed', () => {
  announceLocalStack(stack(), folder);
  const own = process.getuid;
  process.getuid = () => 4242;
  try {
    expect(() => findLocalStack(folder)).toThrow('No local stack is up here.');
  } finally {
    process.getuid = own as () => number;
  }
});

test('a link is not believed', () => {
  announceLocalStack(stack(), folder);
  mkdirSync(join(folder, 'project'));
  symlinkSync(file(), file('project'));

  expect(() => findLocalStack(join(folder, 'project'))).toThrow('No local stack is up here.');
});

test('a file that another user left is replaced, not written into', () => {
  writeFileSync(file(), 'theirs', { mode: 0o666 });
  const before = statSync(file()).ino;
  const held = openSync(file(), 'r');

  announceLocalStack(stack(), folder);

  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(statSync(file()).ino).not.toBe(before);
  expect(readFileSync(held, 'utf8')).toBe('theirs');
  closeSync(held);
});

test('a stack that has ended is not found', () => {
  const withdraw = announceLocalStack(stack(), folder);

  withdraw();

  expect(() => findLocalStack(folder)).toThrow('No local stack is up here. Start one with');
});

test('a stack that was killed is distinguished from one that is up', async () => {
  const child = spawn(process.execPath, ['--eval', '']);
  await once(child, 'exit');
  announceLocalStack(stack(child.pid), folder);

  expect(() => findLocalStack(folder)).toThrow(`(process ${child.pid}) is gone. Start one with`);
});

test('a stack whose process id another user’s process has since is gone', () => {
  announceLocalStack(stack(4242), folder);
  const kill = jest.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
  });
  try {
    expect(() => findLocalStack(folder)).toThrow('(process 4242) is gone. Start one with');
    expect(() => assertNoLocalStack(folder)).not.toThrow();
  } finally {
    kill.mockRestore();
  }
});

test('the end of a stack does not remove the file of a later one', () => {
  const withdraw = announceLocalStack(stack(1), folder);
  announceLocalStack(stack(), folder);

  withdraw();

  expect(findLocalStack(folder)).toEqual(stack());
});
