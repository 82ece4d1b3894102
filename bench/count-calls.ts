import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { LocalFunction } from '../local/emulators/lambda/function.ts';
import { type Calls, callsPerHire } from './calls-per-hire.ts';
import { newHires } from './hires.ts';
import type { Runner, Workbench } from './workbench/workbench.ts';

/** What is counted. */
interface Counted {
  /** How many hires, in tens. */
  readonly hires: number;
  /** Returns the bodies of so many new hires. */
  readonly hiresOf: (count: number) => readonly string[];
}

const PLAIN_HIRES: Counted = { hires: 100, hiresOf: newHires };
const SEND_LIMIT = 10;

/**
 * Counts the calls for a queue of new hires, from the first poll to the deletion of the last message and
 * the empty poll after that.
 * @throws Error when the number of accounts is not the number of hires
 */
export async function countCalls(
  { run, name }: Runner,
  bench: Workbench,
  counted: Counted = PLAIN_HIRES,
): Promise<Calls> {
  const { hires } = counted;
  const accountsBefore = bench.accounts();
  await fillQueue(counted, bench);
  await bench.takeTally();
  await consume(run, hires, bench);
  const tally = await bench.takeTally();
  const accounts = bench.accounts() - accountsBefore;
  if (accounts !== hires)
    throw new Error(`${name} created ${accounts} accounts for ${hires} hires.`);
  return callsPerHire(tally, hires);
}

async function fillQueue({ hires, hiresOf }: Counted, bench: Workbench): Promise<void> {
  const { sqs, outputs } = bench;
  for (let sent = 0; sent < hires; sent += SEND_LIMIT) {
    const Entries = hiresOf(SEND_LIMIT).map((MessageBody, index) => ({
      Id: String(index),
      MessageBody,
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: outputs.NewHireQueueUrl, Entries }));
  }
}

/** Resolves when the function has received a message per hire, and the processed messages are deleted. */
async function consume(run: LocalFunction, hires: number, bench: Workbench): Promise<void> {
  const allDelivered = Promise.withResolvers<void>();
  let left = hires;
  const mapping = bench.createMapping({
    ...run,
    async invoke(event) {
      const result = await run.invoke(event);
      left -= (event as { Records: readonly unknown[] }).Records.length;
      if (left <= 0) allDelivered.resolve();
      return result;
    },
  });
  mapping.start();
  await allDelivered.promise;
  await mapping.pause();
}
