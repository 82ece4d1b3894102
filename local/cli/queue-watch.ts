import type { QueueDepth } from '../../src/operator/stack/queue-depth.ts';
import type { LocalStack } from '../stack/stack.ts';

export interface QueueWatch {
  /** For the stack's option of that name. */
  onInvocation(): void;
  /** Resolves with true once the new-hire queue is empty, or with false as soon as `signal` aborts. */
  untilEmpty(options: WatchOptions): Promise<boolean>;
}

export interface WatchOptions {
  readonly consumption: LocalStack['consumption'];
  /** Of the new-hire queue. */
  readonly depth: () => Promise<QueueDepth>;
  readonly signal: AbortSignal;
  /** Called with the number of messages in the queue, whenever it has changed. */
  readonly onLeft: (left: number) => void;
}

/** Watches the queue of a stack that nothing else uses, by a look after every invocation. */
export function createQueueWatch(): QueueWatch {
  let invocation = Promise.withResolvers<void>();

  async function watch({ consumption, depth, signal, onLeft }: WatchOptions): Promise<boolean> {
    let left: number | undefined;
    while (!signal.aborted) {
      // Taken before the look, so that no invocation is missed.
      const { promise: nextInvocation } = invocation;
      const { waiting, delayed, inFlight } = await depth();
      const before = left;
      left = waiting + delayed + inFlight;
      if (left !== before) onLeft(left);
      if (waiting + delayed === 0 && (await settles(consumption, depth))) return true;
      await nextInvocation;
    }
    return false;
  }

  return {
    onInvocation() {
      invocation.resolve();
      invocation = Promise.withResolvers<void>();
    },
    async untilEmpty(options) {
      const { signal } = options;
      const aborted = Promise.withResolvers<boolean>();
      signal.addEventListener('abort', () => aborted.resolve(false), { once: true });
      return Promise.race([watch(options), aborted.promise]);
    },
  };
}

/**
 * Whether the messages in flight leave the queue. A pause waits until the function has returned and the
 * processed messages are deleted. If messages are left, they will be retried: consumption starts again.
 */
async function settles(
  consumption: WatchOptions['consumption'],
  depth: WatchOptions['depth'],
): Promise<boolean> {
  await consumption.pause();
  const { waiting, delayed, inFlight } = await depth();
  if (waiting + delayed + inFlight === 0) return true;
  await consumption.start();
  return false;
}
