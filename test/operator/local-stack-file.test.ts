import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { announceLocalStack, findLocalStack } from '../../src/operator/stack/local-stack-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joiner-stack-file-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const stack = (pid = process.pid) => ({
  pid,
  stackName: 'joiner-local',
  environment: { AWS_REGION: 'eu-west-1' },
});

test('a stack that is up is found from any folder of its project, and is its owner’s alone', () => {
  announceLocalStack(stack(), folder);
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });

  expect(findLocalStack(join(folder, 'a', 'b'))).toEqual(stack());
  expect(statSync(join(folder, '.local-stack.json')).mode & 0o777).toBe(0o600);
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

test('the end of a stack does not remove the file of a later one', () => {
  const withdraw = announceLocalStack(stack(1), folder);
  announceLocalStack(stack(), folder);

  withdraw();

  expect(findLocalStack(folder)).toEqual(stack());
});
