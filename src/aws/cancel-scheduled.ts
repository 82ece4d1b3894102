import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ScheduledHire } from '../provisioning/scheduled-hires.ts';
import { type ConditionalUpdate, updateIf } from './conditional-update.ts';
import { expiresAt } from './scheduled-table.ts';

/**
 * One conditional write: as it was shown → cancelled. The item stays, so that no copy of the message that is under
 * way is taken for a new one. Its message stays until the event that reports the end is sent.
 * @throws the SDK's error when the call fails for any reason but the condition
 */
export async function cancelScheduled(
  table: { readonly client: DynamoDBClient; readonly tableName: string },
  shown: ScheduledHire,
  nowMs: number,
  signal: AbortSignal,
): Promise<'cancelled' | 'changed'> {
  const { kind } = await updateIf(table, cancelledUpdate(shown, nowMs), signal);
  return kind === 'written' ? 'cancelled' : 'changed';
}

/**
 * Removes the message of a hire that is cancelled, once its end is reported.
 * @param cancelled as the cancellation left it; one that HR has asked for again since then keeps its message
 * @throws the SDK's error when the call fails for any reason but the condition
 */
export async function removeCancelledBody(
  table: { readonly client: DynamoDBClient; readonly tableName: string },
  { key, version }: ScheduledHire,
  signal: AbortSignal,
): Promise<void> {
  const removal: ConditionalUpdate = {
    key,
    update: 'REMOVE #body',
    condition: '#version = :cancelledVersion',
    values: { ':cancelledVersion': { N: String(version) } },
  };
  await updateIf(table, removal, signal);
}

function cancelledUpdate(
  { key, version, dueAtMs }: ScheduledHire,
  nowMs: number,
): ConditionalUpdate {
  return {
    key,
    update: `SET #state = :cancelled, #askedAt = :now, #cancelledAt = :now, #expiresAt = :expiresAt
      REMOVE #waiting ADD #version :one`,
    condition: '#version = :version',
    values: {
      ':cancelled': { S: 'cancelled' },
      ':now': { N: String(nowMs) },
      // A copy may be under way, and wait for an operator in its turn.
      ':expiresAt': expiresAt(Math.max(dueAtMs, nowMs)),
      ':version': { N: String(version) },
      ':one': { N: '1' },
    },
  };
}
