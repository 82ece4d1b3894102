import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Engine } from './hire-world.ts';
import type { SourceChange } from './rules/rule.ts';

/** A copy of the source with one change. */
export interface Mutant {
  readonly folder: string;
  /** A module of the copy, by its path under src/. */
  load(file: string): Promise<Record<string, unknown>>;
  remove(): Promise<void>;
}

/** @throws Error where the source does not hold the text that changes exactly once */
export async function createMutant({ file, from, to }: SourceChange): Promise<Mutant> {
  const source = await readFile(join('src', file), 'utf8');
  if (source.split(from).length !== 2)
    throw new Error(`src/${file} does not hold exactly once: ${from}`);
  // Inside the project, where the copy still finds its packages.
  const folder = await mkdtemp(resolve('.mutant-'));
  await cp('src', join(folder, 'src'), { recursive: true });
  // A function: in a text, $ would stand for parts of what was found.
  await writeFile(
    join(folder, 'src', file),
    source.replace(from, () => to),
  );
  return {
    folder,
    load: (path) => import(pathToFileURL(join(folder, 'src', path)).href),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What the search needs of it. */
export async function engineOf({ load }: Mutant): Promise<Engine> {
  return {
    ...(await load('provisioning/provision-batch.ts')),
    ...(await load('aws/users-table.ts')),
  } as unknown as Engine;
}
