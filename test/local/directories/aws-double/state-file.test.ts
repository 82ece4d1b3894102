import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import { createFinspaceV2Client } from '../../../support/directories/finspace-v2-client.ts';
import { createManualClock, type ManualClock } from '../../../support/time/manual-clock.ts';

const ADA = { emailAddress: 'ada@example.com', type: 'APP_USER', clientToken: 'token-1' };

let clock: ManualClock;
let parentDir: string;
let dataDir: string;
let double: FinspaceDouble;

beforeEach(async () => {
  clock = createManualClock(Date.parse('2026-03-02T09:00:00Z'));
  parentDir = await mkdtemp(join(tmpdir(), 'finspace-double-'));
  dataDir = join(parentDir, 'data');
  double = await startFinspaceDouble({ clock, dataDir });
});

afterEach(async () => {
  await double.stop();
  await rm(parentDir, { recursive: true });
});

async function restart(): Promise<void> {
  await double.stop();
  double = await startFinspaceDouble({ clock, dataDir });
}

test('users outlive the process as they were', async () => {
  const client = createFinspaceV2Client(double.endpoint);
  double.addUser({ emailAddress: 'bob@example.com', status: 'DISABLED' });
  await client.createUser(ADA).promise();
  const before = double.users();

  await restart();

  expect(double.users()).toEqual(before);
});

test('a user is on disk before its caller hears of it', async () => {
  const seen: object[] = [];
  double.onRequest(async (_operation, phase) => {
    seen.push({ phase, files: await readdir(dataDir) });
  });

  await createFinspaceV2Client(double.endpoint).createUser(ADA).promise();

  expect(seen).toEqual([
    { phase: 'before', files: [] },
    { phase: 'committed', files: ['finspace-users.json'] },
  ]);
});

test('a client token still returns its user after a restart', async () => {
  const first = await createFinspaceV2Client(double.endpoint).createUser(ADA).promise();
  await restart();

  const second = await createFinspaceV2Client(double.endpoint).createUser(ADA).promise();

  expect(second).toEqual(first);
});

test('a group outlives the process, with who is in it', async () => {
  const { userId } = double.addUser({ emailAddress: 'bob@example.com' });
  double.addGroup('trading');
  const input = { permissionGroupId: 'trading', userId };
  await createFinspaceV2Client(double.endpoint).associateUserToPermissionGroup(input).promise();

  await restart();

  expect(double.memberships()).toEqual([{ group: 'trading', userId }]);
});

test('a removed user stays removed', async () => {
  const { userId } = double.addUser({ emailAddress: 'bob@example.com' });
  double.removeUser(userId);

  await restart();

  expect(double.users()).toEqual([]);
});

test('the file can be read by its owner only, and no other file is left', async () => {
  double.addUser({ emailAddress: 'bob@example.com' });

  const { mode } = await stat(join(dataDir, 'finspace-users.json'));

  expect(mode & 0o777).toBe(0o600);
  expect(await readdir(dataDir)).toEqual(['finspace-users.json']);
});

test('a file that is not JSON is refused with its path and a remedy', async () => {
  double.addUser({ emailAddress: 'bob@example.com' });
  const path = join(dataDir, 'finspace-users.json');
  await writeFile(path, '{"users":[');

  await expect(startFinspaceDouble({ dataDir })).rejects.toThrow(
    `${path} is not JSON: restore it, or remove it to start without users`,
  );
});
