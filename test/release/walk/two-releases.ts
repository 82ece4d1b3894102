import { join } from 'node:path';
import { writeRelease } from '../../../release/write-release.ts';
import { changeSources, copySources, releaseFrom } from '../copied-sources.ts';

/** The release of these sources, and a later one, in a folder each. */
export async function buildTwoReleases(folder: string) {
  return {
    first: await writeRelease(join(folder, 'first')),
    second: await buildLaterRelease(folder),
  };
}

export async function buildLaterRelease(folder: string): Promise<string> {
  const changed = join(folder, 'changed');
  await copySources(changed);
  await changeSources(changed);
  return releaseFrom(changed, join(folder, 'second'));
}
