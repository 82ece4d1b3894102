import { eventOf, newHires } from '../../hires.ts';
import type { Reading } from '../../workbench/reading.ts';
import type { Runner } from '../../workbench/workbench.ts';

/** Hands a function a batch of new hires. Throws unless it did them all: a failure would be quick. */
export async function invokeBatch({ run, queueArn }: Runner, hireCount: number): Promise<Reading> {
  const result = await run.invoke(eventOf(newHires(hireCount), queueArn, Date.now()));
  const { name } = run.definition;
  if (result.kind === 'failed')
    throw new Error(`${name} failed: ${result.error.errorType}: ${result.error.errorMessage}`);
  const { batchItemFailures = [], reading } = result.payload as Answer;
  if (batchItemFailures.length > 0)
    throw new Error(`${name} left ${batchItemFailures.length} of ${hireCount} hires undone.`);
  return reading;
}

interface Answer {
  readonly batchItemFailures?: readonly unknown[];
  readonly reading: Reading;
}
