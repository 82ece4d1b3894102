import type { CallKind, HeldCall, Position, Story } from './replay.ts';

/** What may happen to a call that is on its way. */
type Fault = 'crash before' | 'crash after' | 'call lost' | 'answer lost';

/** A crash before a read or after it is the same, and so is the loss of call or answer. */
const FAULTS: Readonly<Record<CallKind, readonly Fault[]>> = {
  start: [],
  read: ['crash before', 'answer lost'],
  write: ['crash before', 'crash after', 'call lost', 'answer lost'],
  last: ['crash before'],
};

/** Something that may happen to the world between two calls. */
export interface WorldEvent {
  readonly name: string;
  /** At the price of a fault, or once in a schedule for nothing. */
  readonly costs: 'a fault' | 'nothing';
  /** Else at any time. */
  readonly isPossible?: () => boolean;
  readonly happen: () => void;
}

/** One of the deliveries that run side by side; `at` is absent once it has ended or crashed. */
export interface Lane {
  readonly story: Story;
  readonly at: Position | undefined;
}

/** How far a schedule has come. */
export interface Progress {
  readonly lanes: readonly Lane[];
  readonly faultsLeft: number;
  /** Events that happened for nothing, by name. */
  readonly happened: ReadonlySet<string>;
}

/** One way to go on. */
export interface Step {
  readonly text: string;
  /** Does to the world what the step does to it, and answers how far the schedule has come then. */
  readonly take: () => Promise<Progress>;
}

/** Every way to go on from here: none once every delivery has ended or crashed. */
export function stepsFrom(
  progress: Progress,
  events: readonly WorldEvent[],
  nowMs: () => number,
): readonly Step[] {
  const { lanes, faultsLeft, happened } = progress;
  const running = lanes.flatMap(({ at, story }, lane) =>
    at?.held ? [{ lane, story, at, call: at.held }] : [],
  );
  if (running.length === 0) return [];
  const calls = running.flatMap(({ lane, story, at, call }) =>
    [undefined, ...(faultsLeft > 0 ? FAULTS[call.kind] : [])].map((fault) => ({
      text: `${lane + 1}: ${call.name}${fault === undefined ? '' : ` [${fault}]`}`,
      take: async () => {
        const next = await release(call, fault, story, at, nowMs);
        return {
          lanes: lanes.with(lane, { story, at: next?.held && next }),
          faultsLeft: faultsLeft - (fault === undefined ? 0 : 1),
          happened,
        };
      },
    })),
  );
  const possible = events.filter(
    ({ name, costs, isPossible }) =>
      (costs === 'nothing' ? !happened.has(name) : faultsLeft > 0) && isPossible?.() !== false,
  );
  const happenings = possible.map(({ name, costs, happen }) => ({
    text: name,
    take: async () => {
      happen();
      return costs === 'nothing'
        ? { ...progress, happened: new Set([...happened, name].sort()) }
        : { ...progress, faultsLeft: faultsLeft - 1 };
    },
  }));
  return [...calls, ...happenings];
}

/** Answers where the delivery stands then; nowhere if it crashed. */
async function release(
  { perform }: HeldCall,
  fault: Fault | undefined,
  story: Story,
  at: Position,
  nowMs: () => number,
): Promise<Position | undefined> {
  if (fault === 'crash before') return undefined;
  if (fault === 'call lost') return story.goOn(at, { atMs: nowMs() });
  const value = await perform();
  if (fault === 'crash after') return undefined;
  return story.goOn(at, { atMs: nowMs(), ...(fault === undefined && { answer: { value } }) });
}

/** How far it has come, as a text: the same where everything to come is the same. */
export function textOfProgress({ lanes, faultsLeft, happened }: Progress): string {
  return JSON.stringify([lanes.map(({ at }) => at?.id ?? 'over'), faultsLeft, [...happened]]);
}
