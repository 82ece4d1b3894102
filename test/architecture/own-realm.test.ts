import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import OwnRealm from '../support/jest/own-realm.ts';

type Given = ConstructorParameters<typeof OwnRealm>;

/** As Jest makes one for each test file. */
const startFile = () =>
  new OwnRealm({ projectConfig: { fakeTimers: {} } } as Given[0], {} as Given[1]);

test('an error of Node is an instance of Error in a test, as in a function', async () => {
  await expect(readFile('no-such-file')).rejects.toBeInstanceOf(Error);
});

test('a test file finds the environment variables as the one before found them', async () => {
  const before = { ...process.env };
  const file = startFile();
  process.env['JOINER_TEST'] = 'left behind';
  delete process.env['PATH'];

  await file.teardown();

  expect(process.env).toEqual(before);
});

test('a test file finds the globals as the one before found them', async () => {
  const { fetch, console: before } = globalThis;
  const file = startFile();
  Object.assign(globalThis, { fetch: () => {}, console: {} });

  await file.teardown();

  expect(globalThis.fetch).toBe(fetch);
  expect(globalThis.console).toBe(before);
});

test('a test file does not find what the one before added to the globals', async () => {
  const file = startFile();
  Object.assign(globalThis, { leftBehind: true });

  await file.teardown();

  expect(globalThis).not.toHaveProperty('leftBehind');
});
