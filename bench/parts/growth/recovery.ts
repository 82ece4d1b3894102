import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { newHires } from '../../hires.ts';
import type { Workbench } from '../../workbench/workbench.ts';
import { type Cost, costOf } from './cost.ts';
import { batchOf, deliver, invoke } from './deliver.ts';
import { fillDirectory } from './fill.ts';

const BATCH_SIZE = 10;
/** The outage itself is not measured, so larger batches save time. */
const OUTAGE_BATCH_SIZE = 100;
const TOKEN_LIFE_MS = 600_000;

/** A running clock that can be advanced. */
export function createAdvancingClock() {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    advance(ms: number): void {
      aheadMs += ms;
    },
  };
}

export interface Recovery {
  readonly cost: Cost;
  readonly recovered: number;
  /** Number of pages in the directory. */
  readonly pages: number;
}

/**
 * Measures the recovery from an outage that loses every CreateUser response and outlasts the client tokens.
 * Each hire is then a conflict that needs a search. One warm instance processes all batches.
 */
export async function measureRecovery(
  bench: Workbench,
  clock: { advance(ms: number): void },
  users: number,
  lostResponses: number,
): Promise<Recovery> {
  const messages = await causeOutage(bench, users, lostResponses);
  clock.advance(TOKEN_LIFE_MS);
  await bench.joiner.run.kill();

  const about = { name: 'recovery after an outage', records: 0, users, hires: lostResponses };
  const cost = await costOf(bench, about, async () => {
    const spent = { invocations: 0, ms: 0 };
    for (let from = 0; from < messages.length; from += BATCH_SIZE) {
      const batch = { Records: messages.slice(from, from + BATCH_SIZE) };
      const { invocations, ms } = await deliver(batch, bench);
      spent.invocations += invocations;
      spent.ms += ms;
    }
    return spent;
  });
  const recovered = await countRecovered(bench);
  return { cost, recovered, pages: Math.ceil(bench.accounts() / 100) };
}

/** Creates accounts without a response, spread over a directory of `users` other users. */
async function causeOutage(
  bench: Workbench,
  users: number,
  lostResponses: number,
): Promise<SQSEvent['Records']> {
  const { directory } = bench;
  const rounds = Math.ceil(lostResponses / OUTAGE_BATCH_SIZE);
  const messages: SQSEvent['Records'] = [];
  directory.faults.always('CreateUser', { kind: 'lose-response' });
  for (let round = 1; round <= rounds; round += 1) {
    fillDirectory(bench, Math.floor((users * round) / rounds) + messages.length);
    const count = Math.min(OUTAGE_BATCH_SIZE, lostResponses - messages.length);
    const { left } = await invoke(batchOf(newHires(count), bench), bench);
    messages.push(...left.Records);
  }
  directory.faults.clear();
  if (messages.length !== lostResponses || bench.accounts() !== users + lostResponses)
    throw new Error('The outage left an unexpected number of messages or accounts.');
  return messages;
}

async function countRecovered({ sqs, outputs }: Workbench): Promise<number> {
  const QueueUrl = outputs.CompletionQueueUrl;
  let recovered = 0;
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return recovered;
    recovered += Messages.filter(
      ({ Body = '' }) => JSON.parse(Body).data.outcome === 'recovered',
    ).length;
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
    }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}
