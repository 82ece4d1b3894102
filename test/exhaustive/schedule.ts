import { setImmediate as turn } from 'node:timers/promises';

/** What may happen to a call that is on its way. */
export type Fault = 'crash-before' | 'crash-after' | 'answer-lost';

/** What can befall a call: a crash before a read or after it is the same, a start has no answer. */
export type CallKind = 'start' | 'read' | 'write';

const FAULTS: Readonly<Record<CallKind, readonly Fault[]>> = {
  start: [],
  read: ['crash-before', 'answer-lost'],
  write: ['crash-before', 'crash-after', 'answer-lost'],
};

/** A call of a port, held until the schedule lets it go. */
interface HeldCall {
  readonly name: string;
  readonly kind: CallKind;
  readonly go: (fault: Fault | undefined) => Promise<void>;
}

/** One of the things that run side by side: all its effects pass through `call`. */
export interface Actor {
  call<Answer>(name: string, kind: CallKind, perform: () => Promise<Answer>): Promise<Answer>;
}

/** Something that may happen to the world between two calls. */
export interface WorldEvent {
  readonly name: string;
  /** At the price of a fault, or once in a schedule for nothing. */
  readonly costs: 'a fault' | 'nothing';
  readonly happen: () => void;
}

/** Answers which of so many options is taken. */
export type Choose = (options: number) => number;

/**
 * Runs the actors to their ends under one order of their calls: at every point the schedule lets one
 * held call go, perhaps with a fault, or lets something happen to the world.
 * Answers what happened, step by step.
 */
export async function runSchedule(
  actors: readonly ((actor: Actor) => Promise<void>)[],
  { choose, faults, events }: { choose: Choose; faults: number; events: readonly WorldEvent[] },
): Promise<readonly string[]> {
  const held = new Map<number, HeldCall>();
  const running = new Set<number>();
  const steps: string[] = [];
  const happened = new Set<string>();
  let faultsLeft = faults;

  for (const [index, act] of actors.entries()) {
    running.add(index);
    const done = act(actorOf(index, held, running));
    done.finally(() => running.delete(index)).catch(() => undefined);
  }
  for (;;) {
    await turn();
    if (running.size === 0) return steps;
    const possible = events.filter(({ name, costs }) =>
      costs === 'nothing' ? !happened.has(name) : faultsLeft > 0,
    );
    const options = optionsOf(held, faultsLeft > 0, possible);
    const option = options[choose(options.length)];
    if (!option) throw new Error('An actor waits for something that is not a call of a port.');
    steps.push(option.text);
    happened.add(option.text);
    if (option.costsFault) faultsLeft -= 1;
    await option.take();
  }
}

interface Option {
  readonly text: string;
  readonly costsFault: boolean;
  readonly take: () => Promise<void> | void;
}

function optionsOf(
  held: ReadonlyMap<number, HeldCall>,
  mayFail: boolean,
  events: readonly WorldEvent[],
): readonly Option[] {
  const calls = [...held];
  const plain = calls.map(([actor, call]) => optionOf(actor, call, undefined));
  if (calls.length === 0) return plain;
  const faulty = calls.flatMap(([actor, call]) =>
    mayFail ? FAULTS[call.kind].map((fault) => optionOf(actor, call, fault)) : [],
  );
  const happenings = events.map(({ name, costs, happen }) => ({
    text: name,
    costsFault: costs === 'a fault',
    take: happen,
  }));
  return [...plain, ...faulty, ...happenings];
}

function optionOf(actor: number, { name, go }: HeldCall, fault: Fault | undefined): Option {
  const text = `${actor + 1}: ${name}${fault === undefined ? '' : ` [${fault}]`}`;
  return { text, costsFault: fault !== undefined, take: () => go(fault) };
}

function actorOf(index: number, held: Map<number, HeldCall>, running: Set<number>): Actor {
  return {
    call: <Answer>(name: string, kind: CallKind, perform: () => Promise<Answer>) =>
      new Promise<Answer>((resolve, reject) => {
        held.set(index, {
          ...{ name, kind },
          async go(fault) {
            held.delete(index);
            // An actor that crashed never hears of anything again.
            if (fault?.startsWith('crash')) running.delete(index);
            if (fault === 'crash-before') return;
            const answer = await perform();
            if (fault === 'crash-after') return;
            if (fault === 'answer-lost') reject(new Error('The answer was lost.'));
            else resolve(answer);
          },
        });
      }),
  };
}

/**
 * Every schedule once: depth first, by replaying the choices so far and taking the next one. Ends
 * early when `runOnce` answers false, or at the limit. Answers how many were run.
 */
export async function exploreAll(
  runOnce: (choose: Choose) => Promise<boolean>,
  limit = Number.POSITIVE_INFINITY,
): Promise<number> {
  let prefix: number[] = [];
  for (let schedules = 1; ; schedules += 1) {
    const taken: { choice: number; options: number }[] = [];
    const goesOn = await runOnce((options) => {
      const choice = prefix[taken.length] ?? 0;
      taken.push({ choice, options });
      return choice;
    });
    while (taken.length > 0 && isLast(taken.at(-1))) taken.pop();
    if (!goesOn || taken.length === 0 || schedules >= limit) return schedules;
    prefix = taken.map(({ choice }, index) => (index === taken.length - 1 ? choice + 1 : choice));
  }
}

function isLast(point: { choice: number; options: number } | undefined): boolean {
  return point !== undefined && point.choice + 1 >= point.options;
}
