import { setTimeout as delay } from 'node:timers/promises';
import { GetQueueAttributesCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import type { RecordedCall } from '../../../local/directories/aws-double/calls.ts';
import type { LocalFunction } from '../../../local/emulators/lambda/function.ts';
import { newHires } from '../../hires.ts';
import type { Workbench } from '../../workbench/workbench.ts';
import { allowed, type Day, type Second } from './day.ts';
import { takeCompletionEvents } from './take-completion-events.ts';

const SEND_LIMIT = 10;
const SENDERS = 20;
const SECOND_MS = 1000;
/** A day that takes this many times the directory's minimum has failed. */
const MAX_TIMES_EXPECTED = 5;

/** Fills the queue with hires, then runs the packaged handler until the queue is empty. */
export async function runDay(bench: Workbench, hires: number): Promise<Day> {
  const { directory, outputs, joiner } = bench;
  directory.faults.limit('CreateUser', allowed);
  await fillQueue(bench, hires);
  const { run, totals } = instrument(joiner.run);

  const mapping = bench.createMapping(run);
  const startMs = Date.now();
  mapping.start();
  const waiting = await sampleQueue(bench, hires);
  await mapping.pause();

  const users = directory.users();
  const calls = directory.calls.filter(({ operation }) => operation === 'CreateUser');
  const throttledCalls = calls.filter(isThrottled).length;
  return {
    hires,
    seconds: waiting.map((messages, second) => secondOf(calls, startMs, second, messages)),
    durationSeconds: secondsOfWork(calls),
    accounts: users.length,
    people: new Set(users.map(({ emailAddress }) => emailAddress.toLowerCase())).size,
    events: await countEvents(bench, hires),
    createUserCalls: calls.length,
    throttledCalls,
    deadLetters: await messagesIn(bench, outputs.DeadLetterQueueUrl),
    rejected: await messagesIn(bench, outputs.RejectedQueueUrl),
    ...totals(),
  };
}

async function fillQueue({ sqs, outputs }: Workbench, hires: number): Promise<void> {
  const bodies = newHires(hires);
  let sent = 0;
  const send = async () => {
    while (sent < hires) {
      const batch = bodies.slice(sent, sent + SEND_LIMIT);
      sent += SEND_LIMIT;
      const Entries = batch.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl: outputs.NewHireQueueUrl, Entries }));
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, send));
}

/** Wraps the function and adds up its invocations. */
function instrument(run: LocalFunction) {
  const receives = new Map<string, number>();
  let invocations = 0;
  let lambdaMs = 0;
  const invoke: LocalFunction['invoke'] = async (event) => {
    invocations += 1;
    for (const { messageId } of (event as SQSEvent).Records)
      receives.set(messageId, (receives.get(messageId) ?? 0) + 1);
    const invokedMs = performance.now();
    const result = await run.invoke(event);
    lambdaMs += performance.now() - invokedMs;
    return result;
  };
  const totals = () => ({
    receives: [...receives.values()].reduce((sum, count) => sum + count, 0),
    mostReceives: Math.max(...receives.values()),
    invocations,
    lambdaSeconds: lambdaMs / 1000,
  });
  return { run: { ...run, invoke }, totals };
}

/**
 * The number of messages in the new-hire queue, once a second until there are none.
 * @throws Error when the queue is not empty in time
 */
async function sampleQueue(bench: Workbench, hires: number): Promise<readonly number[]> {
  const startMs = performance.now();
  const waiting: number[] = [];
  for (let left = Number.POSITIVE_INFINITY; left > 0; ) {
    left = await messagesIn(bench, bench.outputs.NewHireQueueUrl);
    waiting.push(left);
    if (waiting.length > 60 + (MAX_TIMES_EXPECTED * hires) / allowed.perSecond)
      throw new Error(
        `${left} of ${hires} messages are still waiting after ${waiting.length} seconds.`,
      );
    await delay(startMs + waiting.length * SECOND_MS - performance.now());
  }
  return waiting;
}

async function messagesIn({ sqs }: Workbench, QueueUrl: string): Promise<number> {
  const AttributeNames = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
  ] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
  const { Attributes = {} } = await sqs.send(command);
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}

function secondOf(
  calls: readonly RecordedCall[],
  startMs: number,
  second: number,
  waiting: number,
): Second {
  const ofSecond = calls.filter(({ atMs }) => Math.floor((atMs - startMs) / SECOND_MS) === second);
  return {
    accounts: ofSecond.filter(({ status }) => status === 200).length,
    throttled: ofSecond.filter(isThrottled).length,
    waiting,
  };
}

function secondsOfWork(calls: readonly RecordedCall[]): number {
  const lastMs = calls.findLast(({ status }) => status === 200)?.atMs ?? 0;
  return (lastMs - (calls[0]?.atMs ?? 0)) / SECOND_MS;
}

function isThrottled({ status }: RecordedCall): boolean {
  return status === 429;
}

async function countEvents({ sqs, outputs }: Workbench, expected: number): Promise<number> {
  const ids = new Set<string>();
  const { signal } = new AbortController();
  for (let taken = -1; taken !== 0 && ids.size < expected; ) {
    const events = await takeCompletionEvents(sqs, outputs.CompletionQueueUrl, signal);
    for (const { id } of events) ids.add(id);
    taken = events.length;
  }
  return ids.size;
}
