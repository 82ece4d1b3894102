import type { EventSourceMapping } from '../emulators/event-source-mapping/mapping.ts';
import type { LocalFunction } from '../emulators/lambda/function.ts';
import { FunctionInitError } from '../emulators/lambda/instance.ts';
import { LocalStackError } from '../local-stack-error.ts';

/** A mapping, and the function that it feeds. */
export interface Feeding {
  readonly mapping: EventSourceMapping;
  readonly target: LocalFunction;
}

/** What receives from some of the queues. */
export interface Consumption {
  /**
   * Loads the functions, then starts to receive.
   * @throws LocalStackError when a function cannot be loaded
   */
  start(): Promise<void>;
  /** Stops receiving. Resolves when the running invocations have ended. */
  pause(): Promise<void>;
  /** Whether messages are received. */
  isOn(): boolean;
}

/** @param isStopping whether it is too late to start */
export function createConsumption(
  feedings: readonly Feeding[],
  isStopping: () => boolean,
): Consumption {
  let isOn = false;
  return {
    async start() {
      if (feedings.length === 0) return;
      await Promise.all([...new Set(feedings.map(({ target }) => target))].map(load));
      if (isStopping()) throw new LocalStackError('The local stack is stopped.');
      for (const { mapping } of feedings) mapping.start();
      isOn = true;
    },
    async pause() {
      isOn = false;
      await Promise.all(feedings.map(({ mapping }) => mapping.pause()));
    },
    isOn: () => isOn,
  };
}

async function load(localFunction: LocalFunction): Promise<void> {
  try {
    await localFunction.warm();
  } catch (cause) {
    if (!(cause instanceof FunctionInitError)) throw cause;
    const { name } = localFunction.definition;
    throw new LocalStackError(`The function ${name} cannot be loaded. ${cause.message}`, { cause });
  }
}
