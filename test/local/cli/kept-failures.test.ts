import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { type CliSession, startCliSession } from '../../support/operator/cli-session.ts';

const CLEANUPS: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of CLEANUPS.splice(0).reverse()) await cleanUp();
});

test('the failed messages of an earlier run are there however often they are listed', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'joiner-kept-'));
  CLEANUPS.push(() => rm(dataDir, { recursive: true }));
  const first = await startCliSession({ dataDir, consume: false });
  await first.putDeadLetters(['{"emailAddress":"ada@example.com"}', '{"emailAddress":"x"}']);
  await first.stop();
  const second = await startCliSession({ dataDir, consume: false });
  CLEANUPS.push(() => second.stop());

  const listed = await list(second);
  const listedAgain = await list(second);

  expect(listed).toHaveLength(2);
  expect(listedAgain).toEqual(listed);
});

async function list(session: CliSession): Promise<readonly string[]> {
  const { messages } = await session.json('failed', 'list', '--local');
  return messages.map(({ id }: { readonly id: string }) => id).toSorted();
}
