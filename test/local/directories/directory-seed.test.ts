import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDirectorySeed } from '../../../local/directories/directory-seed.ts';

const grace = {
  emailAddress: 'Grace@example.com',
  type: 'APP_USER',
  apiAccess: 'DISABLED',
  status: 'ENABLED',
  createTime: '2024-03-04T08:00:00Z',
};

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'seed-'));
});

afterAll(() => rm(directory, { recursive: true }));

async function seedOf(text: string) {
  await writeFile(join(directory, 'hires.directory.json'), text);
  return readDirectorySeed(join(directory, 'hires.csv'));
}

test('a file of hires finds the accounts of the file next to it', async () => {
  const createTime = Date.UTC(2024, 2, 4, 8);

  expect(await seedOf(JSON.stringify([grace]))).toEqual([{ ...grace, createTime }]);
});

test('a file of hires with none next to it finds no account', async () => {
  expect(await readDirectorySeed(join(directory, 'others.csv'))).toEqual([]);
});

test('the first day finds the account of a hire who was here before', async () => {
  const path = fileURLToPath(new URL('../../../events/first-day.csv', import.meta.url));

  expect(await readDirectorySeed(path)).toContainEqual(
    expect.objectContaining({ emailAddress: 'grace.lindqvist@example.com', status: 'ENABLED' }),
  );
});

describe('the accounts are refused', () => {
  test.each([
    ['as no JSON', '[', 'must be a JSON array of accounts; correct it'],
    ['as no array', '{}', 'must be a JSON array of accounts; correct it'],
    [
      'with a field that no account has',
      JSON.stringify([grace, { ...grace, salary: 1 }]),
      'account 2: must be an object with emailAddress, firstName, lastName, type, apiAccess, status, createTime and nothing else; correct it',
    ],
    [
      'without the time when an account was created',
      JSON.stringify([{ ...grace, createTime: undefined }]),
      'account 1, createTime: must be a time such as 2024-03-04T08:00:00Z; give when the account was created',
    ],
    [
      'with a day that no calendar has',
      JSON.stringify([{ ...grace, createTime: '2024-02-30T08:00:00Z' }]),
      'account 1, createTime: must be a time such as 2024-03-04T08:00:00Z; give when the account was created',
    ],
    [
      'with a time that is not in UTC',
      JSON.stringify([{ ...grace, createTime: '2024-03-04T08:00:00+01:00' }]),
      'account 1, createTime: must be a time such as 2024-03-04T08:00:00Z; give when the account was created',
    ],
    [
      'with a status that no account has',
      JSON.stringify([{ ...grace, status: 'GONE' }]),
      'account 1, status: must be ENABLED or DISABLED; correct it',
    ],
  ])('%s', async (_case, text, rule) => {
    await expect(seedOf(text)).rejects.toThrow(
      `hires.directory.json cannot be used, and nothing is sent:\n  ${rule}`,
    );
  });
});
