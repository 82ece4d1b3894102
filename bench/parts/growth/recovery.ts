import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { newHires } from '../../hires.ts';
import type { Workbench } from '../../workbench/workbench.ts';
import { type Cost, costOf } from './cost.ts';
import { batchOf, deliver, invoke } from './deliver.ts';
import { fillDirectory } from './fill.ts';

const BATCH_SIZE = 10;
/** The outage itself is not measured: larger batches leave as much behind sooner. */
const OUTAGE_BATCH_SIZE = 100;
const TOKEN_LIFE_MS = 600_000;

/** A clock that runs on, and can be put forward. */
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
  /** Pages of the directory. */
  readonly pages: number;
}

/**
 * Every answer of CreateUser is lost in an outage, and the tokens expire before it is over: each hire is
 * a conflict that only a search explains. All batches go to one instance that stays warm.
 */
export async function measureRecovery(
  bench: Workbench,
  clock: { advance(ms: number): void },
  users: number,
  unanswered: number,
): Promise<Recovery> {
  const messages = await leaveUnanswered(bench, users, unanswered);
  clock.advance(TOKEN_LIFE_MS);
  await bench.joiner.run.kill();

  const about = { name: 'recovery after an outage', records: 0, users, hires: unanswered };
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

/** The lost accounts come to stand all over the directory, which has so many other users. */
async function leaveUnanswered(
  bench: Workbench,
  users: number,
  unanswered: number,
): Promise<SQSEvent['Records']> {
  const { directory } = bench;
  const rounds = Math.ceil(unanswered / OUTAGE_BATCH_SIZE);
  const messages: SQSEvent['Records'] = [];
  directory.faults.always('CreateUser', { kind: 'lose-response' });
  for (let round = 1; round <= rounds; round += 1) {
    fillDirectory(bench, Math.floor((users * round) / rounds) + messages.length);
    const count = Math.min(OUTAGE_BATCH_SIZE, unanswered - messages.length);
    const { left } = await invoke(batchOf(newHires(count), bench), bench);
    messages.push(...left.Records);
  }
  directory.faults.clear();
  if (messages.length !== unanswered || bench.accounts() !== users + unanswered)
    throw new Error('The outage did not leave what it should have left.');
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
