import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RememberedToken } from './client-tokens.ts';
import type { StoredUser } from './users.ts';

/** What survives a restart. */
interface State {
  readonly users: readonly StoredUser[];
  readonly clientTokens: readonly RememberedToken[];
}

export interface StateFile {
  load(): State;
  /** Asks for the state only if it keeps it: it is as long as the directory. */
  save(state: () => State): void;
}

/** Keeps nothing. */
export const noStateFile: StateFile = {
  load: () => ({ users: [], clientTokens: [] }),
  save: () => {},
};

/** `finspace-users.json` in `dataDir`, which holds addresses and names: readable by its owner only. */
export function createStateFile(dataDir: string): StateFile {
  const path = join(dataDir, 'finspace-users.json');
  mkdirSync(dataDir, { recursive: true });
  return {
    load() {
      return existsSync(path) ? parseState(readFileSync(path, 'utf8'), path) : noStateFile.load();
    },

    // Renaming is atomic: a process that is killed here leaves the old file or the new, never half of one.
    save(state) {
      writeFileSync(`${path}.new`, JSON.stringify(state()), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}

function parseState(text: string, path: string): State {
  try {
    return JSON.parse(text) as State;
  } catch (cause) {
    throw new Error(`${path} is not JSON: restore it, or remove it to start without users`, {
      cause,
    });
  }
}
