import type { Clock } from '../../../src/provisioning/ports.ts';

/** `last`: no one waits for its result. `start`: not a call yet. */
export type CallKind = 'start' | 'read' | 'write' | 'last';

/** A delivery acts only through `call`, and its clock shows the time of the last reply. */
export interface Actor {
  readonly clock: Clock;
  call<Result>(name: string, kind: CallKind, perform: () => Promise<Result>): Promise<Result>;
}

export type Act = (actor: Actor) => Promise<void>;

/** A call of a port that has not left yet. */
export interface HeldCall {
  readonly name: string;
  readonly kind: CallKind;
  /** Does what the call does to the simulation, as it stands at that time. */
  readonly perform: () => Promise<unknown>;
}

/** What a call returned, and when. Without a result it failed. */
export interface Reply {
  readonly atMs: number;
  readonly result?: { readonly value: unknown };
}

/** How far a delivery has come: what its calls have returned so far. */
export interface Position {
  /** Equal for two positions exactly if their replies are equal. */
  readonly id: number;
  /** The next call; absent once the delivery has ended. */
  readonly held: HeldCall | undefined;
}

export interface Resumable {
  begin(): Promise<Position>;
  resume(from: Position, reply: Reply): Promise<Position>;
}

/**
 * A delivery that can be resumed from any position. An async function cannot be copied, but its
 * next call depends only on the replies so far. So it runs again with those replies, once for each
 * past.
 */
export function createResumable(act: Act): Resumable {
  const positions = new Map<string, Position>();
  const pasts = new Map<number, readonly Reply[]>();

  const at = async (key: string, past: readonly Reply[]): Promise<Position> => {
    const known = positions.get(key);
    if (known) return known;
    const position = { id: positions.size, held: await nextCall(act, past) };
    positions.set(key, position);
    pasts.set(position.id, past);
    return position;
  };

  return {
    begin: () => at('', []),
    resume: ({ id }, reply) => at(`${id} ${textOf(reply)}`, [...(pasts.get(id) ?? []), reply]),
  };
}

/** The first call that has no reply in the past. */
function nextCall(act: Act, past: readonly Reply[]): Promise<HeldCall | undefined> {
  return new Promise((resolve, reject) => {
    let calls = 0;
    let nowMs = 0;
    const call = async <Result>(
      name: string,
      kind: CallKind,
      perform: () => Promise<Result>,
    ): Promise<Result> => {
      const reply = past[calls];
      calls += 1;
      if (reply === undefined) {
        if (calls > past.length + 1) reject(new Error(`A second call is in flight: ${name}.`));
        // In a microtask, so that a second call beside this one is refused first.
        queueMicrotask(() => resolve({ name, kind, perform }));
        return new Promise(() => {});
      }
      nowMs = reply.atMs;
      if (!reply.result) throw new Error('The call failed, or its answer was lost.');
      return reply.result.value as Result;
    };
    act({ call, clock: { now: () => nowMs } }).then(() => resolve(undefined), reject);
  });
}

function textOf(reply: Reply): string {
  return JSON.stringify(reply, (_, value) =>
    value instanceof Set || value instanceof Map ? [...value] : value,
  );
}
