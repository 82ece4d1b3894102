import { randomUUID } from 'node:crypto';

/** What a page keeps for the next one. An address has the id only, as addresses stay in the history of a browser. */
export interface Memory<T> {
  /** @returns the id under which it is found again */
  keep(value: T): string;
  find(id: string): T | undefined;
}

/** Keeps so many: the oldest one goes first. */
export function createMemory<T>(most: number): Memory<T> {
  const kept = new Map<string, T>();
  return {
    keep(value) {
      const id = randomUUID();
      kept.set(id, value);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
      return id;
    },
    find: (id) => kept.get(id),
  };
}
