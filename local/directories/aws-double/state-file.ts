import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StateFile<State> {
  load(): State;
  /** Calls `state` only if it is stored: the state is as large as the directory. */
  save(state: () => State): void;
}

/**
 * The file `name` in `dataDir`. It contains addresses and names, so only its owner can read it. Without a
 * folder, nothing is stored.
 */
export function createStateFile<State>(
  dataDir: string | undefined,
  name: string,
  empty: State,
): StateFile<State> {
  if (dataDir === undefined) return { load: () => empty, save: () => {} };
  const path = join(dataDir, name);
  mkdirSync(dataDir, { recursive: true });
  return {
    load: () => (existsSync(path) ? parseState(readFileSync(path, 'utf8'), path) : empty),

    // Renaming is atomic: a process killed here leaves the old file or the new one, never a partial file.
    save(state) {
      writeFileSync(`${path}.new`, JSON.stringify(state()), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}

function parseState<State>(text: string, path: string): State {
  try {
    return JSON.parse(text) as State;
  } catch (cause) {
    throw new Error(`${path} is not JSON: restore it, or remove it to start without users`, {
      cause,
    });
  }
}
