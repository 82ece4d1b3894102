import { delimiter, join, resolve } from 'node:path';
import { projectDir } from '../local/stack/packaging.ts';

/**
 * A PATH without programs of packages from outside the clone. npm puts `node_modules/.bin` of every folder above into
 * PATH, before the system's own.
 */
export function withoutForeignBins(path = ''): string {
  const ofPackages = join('node_modules', '.bin');
  const own = join(projectDir, ofPackages);
  const isForeign = (folder: string) => folder.endsWith(ofPackages) && resolve(folder) !== own;
  const folders = path.split(delimiter).filter((folder) => !isForeign(folder));
  return folders.join(delimiter);
}
