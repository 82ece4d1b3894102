import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { LocalFunction } from '../local/emulators/lambda/function.ts';
import { type Calls, callsPerHire } from './calls-per-hire.ts';
import { newHires } from './hires.ts';
import type { Runner, Workbench } from './workbench/workbench.ts';

const HIRES = 100;
const SEND_LIMIT = 10;

/**
 * Counts what a queue full of new hires costs, from the first poll to the deletion of the last message,
 * with the empty poll that follows. Throws if anything was done twice or not at all.
 */
export async function countCalls({ run, name }: Runner, bench: Workbench): Promise<Calls> {
  const accountsBefore = bench.accounts();
  await fillQueue(bench);
  await bench.takeTally();
  await consume(run, bench);
  const tally = await bench.takeTally();
  const accounts = bench.accounts() - accountsBefore;
  if (accounts !== HIRES) throw new Error(`${name} made ${accounts} accounts of ${HIRES} hires.`);
  return callsPerHire(tally, HIRES);
}

async function fillQueue({ sqs, outputs }: Workbench): Promise<void> {
  for (let sent = 0; sent < HIRES; sent += SEND_LIMIT) {
    const Entries = newHires(SEND_LIMIT).map((MessageBody, index) => ({
      Id: String(index),
      MessageBody,
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: outputs.NewHireQueueUrl, Entries }));
  }
}

/** Resolves once as many messages were handed over as there are hires, and what was received is deleted. */
async function consume(run: LocalFunction, bench: Workbench): Promise<void> {
  const handedOver = Promise.withResolvers<void>();
  let left = HIRES;
  const mapping = bench.createMapping({
    ...run,
    async invoke(event) {
      const result = await run.invoke(event);
      left -= (event as { Records: readonly unknown[] }).Records.length;
      if (left <= 0) handedOver.resolve();
      return result;
    },
  });
  mapping.start();
  await handedOver.promise;
  await mapping.pause();
}
