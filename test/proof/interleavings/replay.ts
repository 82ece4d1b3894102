import type { Clock } from '../../../src/provisioning/ports.ts';

/** Nobody waits for the answer of the last call, and a start is none yet. */
export type CallKind = 'start' | 'read' | 'write' | 'last';

/** All that a story does to the world passes through `call`, and its time is the world's at the last one. */
export interface Actor {
  readonly clock: Clock;
  call<Answer>(name: string, kind: CallKind, perform: () => Promise<Answer>): Promise<Answer>;
}

export type Act = (actor: Actor) => Promise<void>;

/** A call of a port, before it has left. */
export interface HeldCall {
  readonly name: string;
  readonly kind: CallKind;
  /** Does to the world, as it is then, what the call does. */
  readonly perform: () => Promise<unknown>;
}

/** What a call came back with, and when; without an answer it failed. */
export interface Heard {
  readonly atMs: number;
  readonly answer?: { readonly value: unknown };
}

/** Where a story stands: what its calls have come back with so far. */
export interface Position {
  /** The same for two positions exactly if the same was heard. */
  readonly id: number;
  /** What it asks for next; none once it has ended. */
  readonly held: HeldCall | undefined;
}

export interface Story {
  begin(): Promise<Position>;
  goOn(from: Position, heard: Heard): Promise<Position>;
}

/**
 * A story that can be gone on with from anywhere. An async function cannot be copied, but what it does
 * next depends on nothing but what it has heard: so it is told anew, and only once for each such past.
 */
export function createStory(act: Act): Story {
  const positions = new Map<string, Position>();
  const pasts = new Map<number, readonly Heard[]>();

  const at = async (key: string, past: readonly Heard[]): Promise<Position> => {
    const known = positions.get(key);
    if (known) return known;
    const position = { id: positions.size, held: await nextCall(act, past) };
    positions.set(key, position);
    pasts.set(position.id, past);
    return position;
  };

  return {
    begin: () => at('', []),
    goOn: ({ id }, heard) => at(`${id} ${textOf(heard)}`, [...(pasts.get(id) ?? []), heard]),
  };
}

/** The first call for which the past has no answer. */
function nextCall(act: Act, past: readonly Heard[]): Promise<HeldCall | undefined> {
  return new Promise((resolve, reject) => {
    let heard = 0;
    let nowMs = 0;
    const call = async <Answer>(
      name: string,
      kind: CallKind,
      perform: () => Promise<Answer>,
    ): Promise<Answer> => {
      const back = past[heard];
      heard += 1;
      if (back === undefined) {
        if (heard > past.length + 1) reject(new Error(`A second call is under way: ${name}.`));
        // Not at once, so that a second call beside it is refused.
        queueMicrotask(() => resolve({ name, kind, perform }));
        return new Promise(() => {});
      }
      nowMs = back.atMs;
      if (!back.answer) throw new Error('The call failed, or its answer was lost.');
      return back.answer.value as Answer;
    };
    act({ call, clock: { now: () => nowMs } }).then(() => resolve(undefined), reject);
  });
}

function textOf(heard: Heard): string {
  return JSON.stringify(heard, (_, value) => (value instanceof Set ? [...value] : value));
}
