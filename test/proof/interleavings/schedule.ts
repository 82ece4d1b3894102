import type { CallKind, HeldCall, Position, Resumable } from './resumable.ts';

/** What may happen to a call on its way. */
type Fault = 'crash before' | 'crash after' | 'call lost' | 'answer lost' | 'sent twice';

/** For a read, a crash before or after it is the same, and so is the loss of call or answer. */
const FAULTS: Readonly<Record<CallKind, readonly Fault[]>> = {
  start: [],
  read: ['crash before', 'answer lost'],
  write: ['crash before', 'crash after', 'call lost', 'answer lost'],
  last: ['crash before'],
};

/** Something outside of the deliveries that may happen between two calls. */
export interface OutsideEvent {
  readonly name: string;
  /** It uses up a fault, or may happen once in a schedule for nothing. */
  readonly costs: 'a fault' | 'nothing';
  /** Possible at any time unless given. */
  readonly isPossible?: () => boolean;
  readonly happen: () => void | Promise<void>;
}

/** One of the deliveries that run side by side. `at` is absent once it has ended or crashed. */
export interface Lane {
  readonly delivery: Resumable;
  readonly at: Position | undefined;
  /** Whether what it delivers has been sent. At any time unless given. */
  readonly canStart?: () => boolean;
}

/** How far a schedule has come. */
export interface Progress {
  readonly lanes: readonly Lane[];
  readonly faultsLeft: number;
  /** Names of the events that happened for nothing. */
  readonly happened: ReadonlySet<string>;
  /** How often the search may still change to another delivery before the latest has ended. */
  readonly switchesLeft: number;
  /** The lane of the latest call, where the search counts switches. */
  readonly latest?: number | undefined;
}

/** One way to continue. */
export interface Step {
  readonly text: string;
  /** Does the step to the simulation, and returns how far the schedule has come then. */
  readonly take: () => Promise<Progress>;
}

/** What a step acts on. */
interface Around {
  readonly events: readonly OutsideEvent[];
  readonly nowMs: () => number;
  /** Performs a call that its client sends twice; absent where none does. */
  readonly sentTwice?: ((perform: HeldCall['perform']) => Promise<unknown>) | undefined;
}

/** Every way to continue from here: none once every delivery has ended or crashed. */
export function stepsFrom(progress: Progress, around: Around): readonly Step[] {
  const { lanes, faultsLeft, happened } = progress;
  const running = lanes.flatMap(({ at, ...rest }, lane) =>
    at?.held && (at.held.kind !== 'start' || rest.canStart?.() !== false)
      ? [{ lane, rest, at, call: at.held }]
      : [],
  );
  if (running.length === 0) return [];
  const reachable = running.filter(({ lane }) => switchesAfter(lane, progress) >= 0);
  const calls = reachable.flatMap(({ lane, rest, at, call }) =>
    [undefined, ...(faultsLeft > 0 ? faultsOf(call, around) : [])].map((fault) => ({
      text: `${lane + 1}: ${call.name}${fault === undefined ? '' : ` [${fault}]`}`,
      take: async () => {
        const next = await release(call, fault, { ...rest, at }, around);
        return {
          lanes: lanes.with(lane, { ...rest, at: next?.held && next }),
          faultsLeft: faultsLeft - (fault === undefined ? 0 : 1),
          happened,
          ...countedSwitch(lane, progress),
        };
      },
    })),
  );
  const possible = around.events.filter(
    ({ name, costs, isPossible }) =>
      (costs === 'nothing' ? !happened.has(name) : faultsLeft > 0) && isPossible?.() !== false,
  );
  const happenings = possible.map(({ name, costs, happen }) => ({
    text: name,
    take: async () => {
      await happen();
      return costs === 'nothing'
        ? { ...progress, happened: new Set([...happened, name].sort()) }
        : { ...progress, faultsLeft: faultsLeft - 1 };
    },
  }));
  return [...calls, ...happenings];
}

/** A change after the latest delivery has ended or crashed is no switch. */
function switchesAfter(lane: number, { lanes, latest, switchesLeft }: Progress): number {
  const isUnfinished = latest !== undefined && lanes[latest]?.at !== undefined;
  return isUnfinished && latest !== lane ? switchesLeft - 1 : switchesLeft;
}

/** Without a bound, schedules merge whichever delivery they came from. */
function countedSwitch(lane: number, progress: Progress) {
  const isBounded = Number.isFinite(progress.switchesLeft);
  return { switchesLeft: switchesAfter(lane, progress), ...(isBounded && { latest: lane }) };
}

function faultsOf({ kind }: HeldCall, { sentTwice }: Around): readonly Fault[] {
  return kind === 'write' && sentTwice ? [...FAULTS.write, 'sent twice'] : FAULTS[kind];
}

/** Returns the delivery's next position, or nothing if it crashed. */
async function release(
  { perform }: HeldCall,
  fault: Fault | undefined,
  { delivery, at }: { readonly delivery: Resumable; readonly at: Position },
  { nowMs, sentTwice }: Around,
): Promise<Position | undefined> {
  if (fault === 'crash before') return undefined;
  if (fault === 'call lost') return delivery.resume(at, { atMs: nowMs() });
  const value = await (fault === 'sent twice' ? sentTwice?.(perform) : perform());
  if (fault === 'crash after') return undefined;
  const result = fault === 'answer lost' ? {} : { result: { value } };
  return delivery.resume(at, { atMs: nowMs(), ...result });
}

/** The progress as a text: equal where everything to come is equal. */
export function textOfProgress({ lanes, faultsLeft, happened, ...bound }: Progress): string {
  const places = lanes.map(({ at }) => at?.id ?? 'over');
  return JSON.stringify([places, faultsLeft, [...happened], bound.switchesLeft, bound.latest]);
}
