import type { Context, SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { copyAttributesOf } from '../../../src/aws/copy-attributes.ts';
import type { Log } from '../../../src/sqs/log-result.ts';
import { groupRulesWith } from '../../support/engine/group-rules.ts';
import { PERSONAL_DATA } from './hiring.ts';
import { createInstance, type Instance } from './instance.ts';
import { callsOfTable, portsOf } from './ports.ts';
import type { CopyTimes, QueuedMessage } from './queues.ts';
import type { Simulation } from './simulation.ts';

const BUDGET_SPENT = 'creation-budget-spent';
const DAY_MS = 24 * 3_600_000;
const NEW_HIRE_QUEUE_ARN = 'arn:aws:sqs:eu-west-1:000000000000:new-hire';

/** Starts an instance with these messages. It stops at its first calls. */
export function invoke(
  simulation: Simulation,
  chosen: readonly QueuedMessage[],
  remainingMs = 60_000,
): void {
  const { budget, clock, down, instances, queues, policy, broken } = simulation;
  const messages = queues.receive(chosen);
  if (messages.length === 0) return;
  const instance = createInstance(
    { bodies: messages.map(({ body }) => body), endsAtMs: clock.now() + remainingMs },
    (service) => down.has(service),
  );
  instances.push(instance);
  const environment = budget.environmentFor({ instance, onTable: callsOfTable(instance) });
  simulation.witness.begins(instance);
  const processBatch = simulation.createBatchProcessor({
    newHireQueueArn: NEW_HIRE_QUEUE_ARN,
    // The queue of a story delivers every message that it has. The call sets the timeout that a message has anyway, so
    // it comes before or after any other call with the same result; where it fails, no message was delivered.
    confirmInFlight: async (receipts) => ({ confirmed: receipts, refused: [], unknown: [] }),
    digests: simulation.digests,
    ...portsOf(simulation, instance),
    clock,
    policy,
    startRules: { daysBefore: 0, timeZone: 'UTC' },
    groupRules: groupRulesWith({ grantToExisting: simulation.grantsToExisting }),
    creationPlaces: environment.places,
    random: () => 0.5,
    deferAfterMs: DAY_MS,
    backoff: { baseSeconds: 30, maxSeconds: 3600 },
    log: checkedLog(simulation, instance),
    metrics: {
      count: () => {},
      countGrant: () => {},
      time: () => {},
      age: () => {},
      flush: async () => {},
    },
  });
  const context = { getRemainingTimeInMillis: () => remainingMs } as Context;
  void processBatch({ Records: messages.map(recordOf) }, context)
    .then((response) => deleteDone(simulation, messages, response, instance))
    .catch((error) => {
      if (!instance.isDead()) broken.push(`the function threw: ${error}`);
    })
    .finally(() => {
      instances.splice(instances.indexOf(instance), 1);
      budget.isFree(environment);
    });
}

/** Checks every line for what may not be in a log. */
function checkedLog({ broken, budget }: Simulation, instance: Instance): Log {
  const log = (message: string, facts: Record<string, unknown>): void => {
    if (instance.isDead()) return;
    if (PERSONAL_DATA.test(JSON.stringify([message, facts])))
      broken.push('the log holds personal data');
    if (facts['cause'] === BUDGET_SPENT) budget.noteWait();
    if (facts['cause'] === 'unexpected-error')
      broken.push(`an unforeseen error: ${JSON.stringify(facts['error'])}`);
  };
  return { info: log, warn: log, error: log };
}

/** What the event source mapping does with the batch response. */
async function deleteDone(
  { queues }: Simulation,
  messages: readonly QueuedMessage[],
  { batchItemFailures }: SQSBatchResponse,
  instance: Instance,
): Promise<void> {
  const failures = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const done = messages.filter(({ messageId }) => !failures.has(messageId));
  if (done.length === 0) return;
  const remove = async (some: readonly QueuedMessage[]) => {
    for (const message of some) queues.delete(message);
  };
  await instance.call({
    service: 'new-hire queue',
    name: 'delete',
    perform: () => remove(done),
    failed: () => undefined,
    partly: () => remove(done.slice(0, 1)),
  });
}

function attributesOf(times: CopyTimes): SQSRecord['messageAttributes'] {
  const attributes = Object.entries(copyAttributesOf(times));
  return Object.fromEntries(
    attributes.map(([name, stringValue]) => [name, { stringValue, dataType: 'String' }]),
  );
}

function recordOf({ messageId, body, ...message }: QueuedMessage): SQSRecord {
  return {
    messageId,
    body,
    receiptHandle: messageId,
    messageAttributes: attributesOf(message),
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: NEW_HIRE_QUEUE_ARN,
    awsRegion: 'eu-west-1',
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs),
      SentTimestamp: String(message.sentAtMs),
      SenderId: 'hr',
    },
  };
}
