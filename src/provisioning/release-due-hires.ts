import type { Clock } from './ports.ts';

/** A hire whose day has come. */
export interface DueHire {
  readonly key: string;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly dueAtMs: number;
  /** Epoch milliseconds at which HR sent the message. */
  readonly askedAtMs: number;
  readonly version: number;
}

/** The part of the table of scheduled hires that the sweep reads and writes. */
export interface DueHires {
  /** Those that wait and are due, the longest due first, in groups that are sent together. */
  due(nowMs: number, signal: AbortSignal): AsyncIterable<readonly DueHire[]>;
  /** waiting at this version → released; does nothing where a message or an operator was faster. */
  markReleased(hire: DueHire, signal: AbortSignal): Promise<void>;
}

export interface ReleaseDeps {
  readonly dueHires: DueHires;
  /** To the new-hire queue; returns the keys of those that were not sent. */
  readonly send: (hires: readonly DueHire[], signal: AbortSignal) => Promise<ReadonlySet<string>>;
  readonly clock: Clock;
}

export interface Release {
  readonly released: number;
  /** Those that were not sent, and wait for the next run. */
  readonly unsent: number;
  /** Milliseconds for which the longest of all had been due. */
  readonly longestDueMs: number;
}

/**
 * Sends every hire whose day has come to the new-hire queue, and then marks it. In this order: cut off in between,
 * it is sent twice, which the engine takes as one, and never lost.
 * @throws the error of a call of the table; what was sent stays sent
 */
export async function releaseDueHires(
  { dueHires, send, clock }: ReleaseDeps,
  signal: AbortSignal,
): Promise<Release> {
  const nowMs = clock.now();
  const release = { released: 0, unsent: 0, longestDueMs: 0 };
  for await (const hires of dueHires.due(nowMs, signal)) {
    const unsent = await send(hires, signal);
    const sent = hires.filter(({ key }) => !unsent.has(key));
    await Promise.all(sent.map((hire) => dueHires.markReleased(hire, signal)));
    release.released += sent.length;
    release.unsent += unsent.size;
    const longest = hires.map(({ dueAtMs }) => nowMs - dueAtMs);
    release.longestDueMs = Math.max(release.longestDueMs, ...longest);
  }
  return release;
}
