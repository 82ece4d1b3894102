import { type Stack, scheduledTableOf } from '../stack/stack.ts';
import type { StoredHire } from '../stack/stored-hire.ts';
import { deleteAsShown } from './delete-as-shown.ts';

/** Deletes what waits for its day, or once did, if it is still as it was shown. */
export function eraseScheduled(
  stack: Stack,
  { key, version }: StoredHire,
  signal: AbortSignal,
): Promise<'erased' | 'changed'> {
  const condition = {
    ConditionExpression: 'attribute_not_exists(pk) OR version = :version',
    ExpressionAttributeValues: { ':version': { N: String(version) } },
  };
  return deleteAsShown(scheduledTableOf(stack), key, condition, signal);
}
