import type { BatchProcessorDeps } from '../../../src/sqs/process-batch.ts';
import { hire } from '../../support/bodies/hires.ts';
import type { EngineHarness } from '../../support/engine/engine-harness.ts';
import type { WatchedMetric } from '../watched-metrics.ts';
import type { QueuedMessage, Queues } from './queue-model.ts';

const BATCH_SIZE = 10;
/** Of the new-hire queue: for a message whose visibility the function did not set. */
const VISIBILITY_SECONDS = 360;
const OF_JOINER = { service: 'joiner', stage: 'local', target: 'finspace' };
const OF_FUNCTION = { FunctionName: '<ProvisionUserLambdaFunction>' };

/** How the function stands; a story changes it. */
export interface FunctionState {
  /** Lambda counts a crash and a start that fails alike. */
  condition: 'works' | 'crashes' | 'throttled';
  /** Its environment, where it differs, and ports of its own. */
  env: Readonly<Record<string, string>>;
  ports: Partial<BatchProcessorDeps>;
  /** Of an invocation. */
  durationMs: number;
}

interface FunctionDeps {
  readonly world: EngineHarness;
  readonly queues: Queues;
  /** SQS moves a message that was received more often. */
  readonly maxReceiveCount: number;
  /** 0 to 1: draws how long a message waits between two tries. */
  readonly random: () => number;
  readonly measure: (metric: WatchedMetric, value: number) => void;
}

/** Lambda's polling of the new-hire queue, and the real batch processor behind it. */
export function createFunctionModel(deps: FunctionDeps) {
  const { world, queues, maxReceiveCount, random, measure } = deps;
  const { NewHireQueue, DeadLetterQueue, RejectedQueue, CompletionQueue } = queues;
  const state: FunctionState = { condition: 'works', env: {}, ports: {}, durationMs: 900 };
  let warm:
    | { readonly env: FunctionState['env']; readonly instance: BatchProcessorDeps }
    | undefined;

  /** Lambda keeps an instance until its environment changes. */
  function instanceOf(env: FunctionState['env']): BatchProcessorDeps {
    if (warm?.env !== env) warm = { env, instance: world.compose(env) };
    return warm.instance;
  }

  const measureLambda = (name: string, value: number) =>
    measure({ namespace: 'AWS/Lambda', name, dimensions: OF_FUNCTION }, value);

  async function invoke(batch: readonly QueuedMessage[], atMs: number): Promise<void> {
    if (state.condition === 'throttled') return measureLambda('Throttles', 1);
    measureLambda('Invocations', 1);
    measureLambda('Throttles', 0);
    measureLambda('Errors', state.condition === 'crashes' ? 1 : 0);
    measureLambda('Duration', state.durationMs);
    if (state.condition === 'works') await process(batch, atMs);
  }

  async function process(batch: readonly QueuedMessage[], atMs: number): Promise<void> {
    world.clock.set(atMs);
    const deliveries = batch.map((message) => ({
      ...message,
      messageId: message.id,
      receiveCount: message.receives,
    }));
    const { ports } = state;
    const instance = instanceOf(state.env);
    const { again, log, metrics, granted } = await world.deliver(deliveries, {
      instance,
      ports,
      random,
    });
    for (const [name, values] of Object.entries(metrics))
      for (const value of values)
        measure({ namespace: 'Joiner', name, dimensions: OF_JOINER }, value);
    for (const [group, count] of Object.entries(granted))
      measure({ namespace: 'Joiner', name: 'Granted', dimensions: { ...OF_JOINER, group } }, count);
    const secondsById = new Map(
      log.map(({ facts }) => [facts['messageId'], facts['visibilitySeconds']]),
    );
    for (const message of batch)
      if (again.includes(message.id))
        message.visibleAtMs =
          world.clock.now() + 1000 * Number(secondsById.get(message.id) ?? VISIBILITY_SECONDS);
      else NewHireQueue.remove(message);
    const countOf = (name: string) => metrics[name]?.length ?? 0;
    CompletionQueue.send(atMs, batch.length - again.length);
    DeadLetterQueue.send(atMs, countOf('HandedOver'));
    RejectedQueue.send(atMs, countOf('Rejected'));
  }

  return {
    state,

    /** Someone invokes the function with a record of their own. */
    async invokeDirectly(atMs: number) {
      world.clock.set(atMs);
      const instance = instanceOf(state.env);
      const forged = { body: hire(), receiptHandle: 'made up' };
      const { metrics } = await world.deliver([forged], { instance });
      for (const [name, values] of Object.entries(metrics))
        for (const value of values)
          measure({ namespace: 'Joiner', name, dimensions: OF_JOINER }, value);
    },

    /** Receives what is or becomes visible before the minute ends. */
    async consume(nowMs: number, endMs: number) {
      NewHireQueue.receive(nowMs, 0);
      for (;;) {
        const atMs = Math.max(nowMs, NewHireQueue.nextVisibleAtMs());
        if (atMs >= endMs) return;
        const batch = NewHireQueue.receive(atMs, BATCH_SIZE);
        const isSpent = ({ receives }: QueuedMessage) => receives > maxReceiveCount;
        for (const message of batch.filter(isSpent)) {
          NewHireQueue.remove(message);
          DeadLetterQueue.moveHere(message.sentAtMs, atMs);
        }
        const delivered = batch.filter((message) => !isSpent(message));
        if (delivered.length > 0) await invoke(delivered, atMs);
      }
    },
  };
}
