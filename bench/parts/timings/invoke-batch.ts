import { eventOf, newHires } from '../../hires.ts';
import type { Reading } from '../../workbench/reading.ts';
import type { Runner } from '../../workbench/workbench.ts';

/**
 * Invokes a function with a batch of new hires.
 * @throws Error when a hire failed: failures are fast, so they would distort the timing
 */
export async function invokeBatch(
  { run, queueArn, invoke }: Runner,
  hireCount: number,
  hasEmployeeIds = false,
): Promise<Reading> {
  const hires = newHires(hireCount, hasEmployeeIds);
  const result = await invoke(eventOf(hires, queueArn, Date.now()));
  const { name } = run.definition;
  if (result.kind === 'failed')
    throw new Error(`${name} failed: ${result.error.errorType}: ${result.error.errorMessage}`);
  const { batchItemFailures = [], reading } = result.payload as ProbeResponse;
  if (batchItemFailures.length > 0)
    throw new Error(`${name} failed for ${batchItemFailures.length} of ${hireCount} hires.`);
  return reading;
}

interface ProbeResponse {
  readonly batchItemFailures?: readonly unknown[];
  readonly reading: Reading;
}
