import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { home } from '#home';
import type { Source } from '../../sources/source.ts';

/** A source that is neither shipped nor a file. Its message says which there are. */
export class UnknownSourceError extends Error {
  override readonly name = 'UnknownSourceError';
}

const folder = home.sourcesFolder;

/** The names of the sources that ship, in alphabetical order. */
export function sourceNames(): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yml'))
    .map((file) => basename(file, '.yml'))
    .toSorted();
}

/**
 * Every source that ships.
 * @throws {SourceFileError}
 */
export async function loadSources(): Promise<readonly Source[]> {
  return Promise.all(sourceNames().map(loadSource));
}

/**
 * A source by its name, or by the path of its file.
 * @throws {UnknownSourceError}
 * @throws {SourceFileError}
 */
export async function loadSource(nameOrPath: string): Promise<Source> {
  const content = await readSourceFile(nameOrPath);
  // JSONata is only loaded where a source is used.
  const { readSource } = await import('../../sources/source-file.ts');
  return readSource(content, basename(pathOf(nameOrPath)));
}

const shipped = new Map<string, Promise<Source>>();

/**
 * A source that ships, by the name in a message: it is the sender's word, and no path of this machine. Each is read
 * once, as thousands of messages may name it.
 * @throws {UnknownSourceError}
 * @throws {SourceFileError}
 */
export async function loadShippedSource(name: string): Promise<Source> {
  const known = shipped.get(name);
  if (known) return known;
  const names = sourceNames();
  if (!names.includes(name))
    throw new UnknownSourceError(`A message names a source other than ${names.join(', ')}.`);
  const loading = loadSource(name);
  shipped.set(name, loading);
  return loading;
}

/**
 * The text of a source's file.
 * @throws {UnknownSourceError}
 */
export async function readSourceFile(nameOrPath: string): Promise<string> {
  try {
    return await readFile(pathOf(nameOrPath), 'utf8');
  } catch (cause) {
    const names = sourceNames().join(', ');
    throw new UnknownSourceError(
      `There is no source ${nameOrPath}: give one of ${names}, or the path of a .yml file.`,
      { cause },
    );
  }
}

function pathOf(nameOrPath: string): string {
  const isPath = /\.ya?ml$/.test(nameOrPath);
  // A name has no part that leads out of the folder.
  return isPath ? nameOrPath : join(folder, `${basename(nameOrPath)}.yml`);
}
