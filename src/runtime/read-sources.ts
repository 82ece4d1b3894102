import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '../sources/source.ts';
import { readSource } from '../sources/source-file.ts';
import { SettingsError } from './setting.ts';

/**
 * The sources of these names, from a folder of the package.
 * @throws SettingsError with every name that is unknown, and every fault of a file
 */
export function readSources(names: readonly string[], folder: string): readonly Source[] {
  const faults: string[] = [];
  const sources = names.flatMap((name) => {
    try {
      return [readSource(readFileSync(join(folder, `${name}.yml`), 'utf8'), `${name}.yml`)];
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      const { message } = error as Error;
      faults.push(isMissing ? 'SOURCES must name sources that are packaged' : message);
      return [];
    }
  });
  if (faults.length > 0) throw new SettingsError([...new Set(faults)]);
  return sources;
}
