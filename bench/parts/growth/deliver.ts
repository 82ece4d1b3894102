import type { SQSEvent } from 'aws-lambda';
import { eventOf } from '../../hires.ts';
import type { Reading } from '../../workbench/reading.ts';
import type { Workbench } from '../../workbench/workbench.ts';

const MAX_INVOCATIONS = 20;

export function batchOf(bodies: readonly string[], { mappingDefinition }: Workbench): SQSEvent {
  return eventOf(bodies, mappingDefinition.queueArn, Date.now());
}

/** Invokes once. Returns the messages to retry, and the milliseconds within the function. */
export async function invoke(
  { Records }: SQSEvent,
  { joiner }: Workbench,
): Promise<{ readonly left: SQSEvent; readonly ms: number }> {
  const result = await joiner.invoke({ Records });
  if (result.kind === 'failed') throw new Error(`Joiner failed: ${result.error.errorMessage}`);
  const { batchItemFailures, reading } = result.payload as ProbeResponse;
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const left = Records.filter(({ messageId }) => failed.has(messageId));
  return { left: { Records: left }, ms: reading.invocationMs };
}

/** Invokes until every message is processed, without waits between invocations. */
export async function deliver(
  batch: SQSEvent,
  bench: Workbench,
): Promise<{ readonly invocations: number; readonly ms: number }> {
  let totalMs = 0;
  let rest = batch;
  for (let invocations = 1; invocations <= MAX_INVOCATIONS; invocations += 1) {
    const { left, ms } = await invoke(rest, bench);
    totalMs += ms;
    if (left.Records.length === 0) return { invocations, ms: totalMs };
    rest = left;
  }
  throw new Error(
    `${rest.Records.length} messages were not processed in ${MAX_INVOCATIONS} invocations.`,
  );
}

interface ProbeResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
  readonly reading: Reading;
}
