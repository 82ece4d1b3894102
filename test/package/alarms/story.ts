import type { GROUP_METRICS } from '../../../src/sqs/metric-list.ts';
import type { MetricName } from '../../../src/sqs/metrics.ts';
import { hire, MINUTE_MS } from '../../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../../support/engine/engine-harness.ts';
import { deployedTemplate } from '../../support/package/deployed-template.ts';
import type { WatchedMetric } from '../watched-metrics.ts';
import { type AuditModelState, createAuditModel } from './audit-model.ts';
import { createDataPoints, type DataPoints } from './data-points.ts';
import { createFunctionModel, type FunctionState } from './function-model.ts';
import { createIntakeModel, type IntakeState } from './intake-model.ts';
import { addQueueMetrics } from './queue-metrics.ts';
import { createQueueModel, type Queues } from './queue-model.ts';
import type { Reading } from './reading.ts';
import { createSweepModel, type SweepState } from './sweep-model.ts';

/**
 * A stack by the minute: SQS and Lambda as models, the function's code as it is, under a clock that stands
 * at the minute. Everything that CloudWatch would be sent of it is kept.
 */
export interface Story {
  readonly world: EngineHarness;
  readonly queues: Queues;
  readonly function: FunctionState;
  readonly sweep: SweepState;
  readonly audit: AuditModelState;
  readonly intake: IntakeState;
  isConsuming: boolean;
  /** What reads the completion queue, once a minute. */
  consumer: 'reads' | 'away' | 'never deletes';
  /** Minutes since the story began. */
  minute(): number;
  nowMs(): number;
  /** HR sends a hire, of a new person by default. */
  send(changes?: Record<string, unknown>): void;
  sendBody(body: string): void;
  /** An HR system sends a record. */
  sendRecord(record: object): void;
  /** A file was counted, and waits for an operator. */
  fileWaits(): void;
  /** Someone invokes the function with a record of their own. */
  invokeDirectly(): Promise<void>;
  /** Someone invokes intake with a record of their own. */
  invokeIntakeDirectly(): Promise<void>;
  pass(minutes: number): Promise<void>;
  /** All that a metric of ours counted. */
  counted(name: MetricName | keyof typeof GROUP_METRICS): number;
  /** What CloudWatch has of all this, by a reading of AWS's documentation. */
  pointsBy(reading: Reading): DataPoints;
  stop(): Promise<void>;
}

/** How often SQS lets a message be received before it moves it. */
export const { maxReceiveCount } = deployedTemplate().propertiesOf('NewHireQueue')[
  'RedrivePolicy'
] as { readonly maxReceiveCount: number };

/** @param random 0 to 1: draws how long a message waits between two tries */
export async function startStory(random: () => number): Promise<Story> {
  const world = await startEngineHarness();
  const beganAtMs = world.clock.now();
  const measured: (readonly [WatchedMetric, minute: number, value: number])[] = [];
  let minute = 0;
  let people = 0;
  const queues = createQueues();
  const measure = (metric: WatchedMetric, value: number) =>
    void measured.push([metric, minute, value]);
  const sweepModel = createSweepModel(measure);
  const auditModel = createAuditModel(measure);
  const intakeModel = createIntakeModel(queues, measure);
  const model = createFunctionModel({
    world,
    queues,
    maxReceiveCount,
    random,
    measure,
  });

  const story: Story = {
    world,
    queues,
    function: model.state,
    sweep: sweepModel.state,
    audit: auditModel.state,
    intake: intakeModel.state,
    fileWaits: intakeModel.fileWaits,
    isConsuming: true,
    consumer: 'reads',
    minute: () => minute,
    nowMs: () => beganAtMs + minute * MINUTE_MS,
    send(changes = {}) {
      people += 1;
      const person = `person.${people}`;
      const body = hire({ emailAddress: `${person}@example.com`, requestId: person, ...changes });
      story.sendBody(JSON.stringify(body));
    },
    sendBody: (body) => queues.NewHireQueue.send(story.nowMs(), 1, body),
    sendRecord: (record) => queues.IntakeQueue.send(story.nowMs(), 1, JSON.stringify(record)),
    invokeDirectly: () => model.invokeDirectly(story.nowMs()),
    invokeIntakeDirectly: () => intakeModel.invokeDirectly(story.nowMs()),
    async pass(minutes) {
      for (let left = minutes; left > 0; left -= 1) {
        const endMs = story.nowMs() + MINUTE_MS;
        if (story.consumer !== 'away') readEvents(story);
        await sweepModel.runIfTime(minute, story.nowMs());
        await auditModel.runIfTime(minute, story.nowMs());
        await intakeModel.consume(story.nowMs(), endMs);
        if (story.isConsuming) await model.consume(story.nowMs(), endMs);
        for (const queue of Object.values(queues)) queue.closeMinute(endMs);
        minute += 1;
      }
    },
    counted: (name) =>
      measured
        .filter(([metric]) => metric.name === name)
        .reduce((sum, [, , value]) => sum + value, 0),
    pointsBy(reading) {
      const points = createDataPoints();
      for (const [metric, at, value] of measured) points.adderOf(metric)(at, value);
      for (const [id, { minutes }] of Object.entries(queues))
        addQueueMetrics(points, `<${id}.QueueName>`, minutes, reading);
      return points;
    },
    stop: () => world.stop(),
  };
  return story;
}

function createQueues(): Queues {
  const template = deployedTemplate();
  const queueOf = (id: keyof Queues) => {
    const { MessageRetentionPeriod, VisibilityTimeout = 30 } = template.propertiesOf(id);
    return createQueueModel({
      retentionSeconds: Number(MessageRetentionPeriod),
      visibilitySeconds: Number(VisibilityTimeout),
    });
  };
  return {
    NewHireQueue: queueOf('NewHireQueue'),
    DeadLetterQueue: queueOf('DeadLetterQueue'),
    RejectedQueue: queueOf('RejectedQueue'),
    CompletionQueue: queueOf('CompletionQueue'),
    IntakeQueue: queueOf('IntakeQueue'),
  };
}

/** What was there before this minute. */
function readEvents({ queues: { CompletionQueue }, consumer, nowMs }: Story): void {
  const events = CompletionQueue.receive(nowMs() - 1, Number.POSITIVE_INFINITY);
  if (consumer === 'reads') for (const event of events) CompletionQueue.remove(event);
}
