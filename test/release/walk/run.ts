// Builds two releases, walks through `install.md` with them, and prints every step; with `--write`, into the page.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsCli, motoServer } from '../../counterparts/counterparts.ts';
import { walkText, writeWalk } from './page.ts';
import { buildTwoReleases } from './two-releases.ts';
import { walk } from './walk.ts';

const missing = [awsCli, motoServer].flatMap((counterpart) => {
  const presence = counterpart.find();
  return 'missing' in presence ? [presence.missing] : [];
});
if (missing.length > 0) console.log(`skipped: no ${missing.join(', no ')}`);
else await run();

async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'joiner-releases-'));
  try {
    const { first, second } = await buildTwoReleases(folder);
    const text = walkText(await walk(first, second));
    if (process.argv.includes('--write')) await writeWalk(text);
    else console.log(text);
  } finally {
    await rm(folder, { recursive: true });
  }
}
