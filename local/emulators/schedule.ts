import type { LocalFunction } from './lambda/function.ts';

/** Starts a function by the clock, as a rule of EventBridge does. */
export interface Schedule {
  readonly everyMs: number;
  readonly target: LocalFunction;
  /** A run at once, which a rule does not make, and then by the schedule. */
  start(): void;
  /** Resolves when a run that has begun has ended. */
  stop(): Promise<void>;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** Milliseconds of a rate such as `rate(15 minutes)`; undefined for any other expression. */
export function everyMsOf(expression: string): number | undefined {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  return count === undefined ? undefined : Number(count) * (UNIT_MS[unit] ?? 0);
}

/** The event that a rule sends unless its target has an input, without what nothing here reads. */
const EVENT = { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} };

/** @param input of the target, as JSON: sent in place of the event */
export function createSchedule(everyMs: number, target: LocalFunction, input?: string): Schedule {
  const event = input === undefined ? EVENT : JSON.parse(input);
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> | undefined;
  const run = () => {
    running = target.invoke(event);
  };
  return {
    everyMs,
    target,
    start() {
      if (timer) return;
      timer = setInterval(run, everyMs).unref();
      run();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await running;
    },
  };
}
