import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './user-item.ts';

/** Expressions name every attribute as `#attribute` and every value as `:value`. */
export interface ConditionalUpdate {
  readonly personKey: string;
  readonly update: string;
  readonly condition: string;
  readonly values: Item;
}

export type UpdateAnswer =
  | { readonly kind: 'written'; readonly item: Item }
  /** The condition failed; `item` is what it failed on, absent where there is none. */
  | { readonly kind: 'refused'; readonly item: Item | undefined };

/**
 * One UpdateItem, which tells what stands there now without a read, whether it was written or refused.
 * Throws what the SDK throws for everything but a failed condition.
 */
export async function updateIf(
  { client, tableName }: { readonly client: DynamoDBClient; readonly tableName: string },
  { personKey, update, condition, values }: ConditionalUpdate,
  signal: AbortSignal,
): Promise<UpdateAnswer> {
  const command = new UpdateItemCommand({
    TableName: tableName,
    Key: { pk: { S: personKey } },
    UpdateExpression: update,
    ConditionExpression: condition,
    ExpressionAttributeNames: namesIn(`${update} ${condition}`),
    ExpressionAttributeValues: { ...values },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    const { Attributes = {} } = await client.send(command, { abortSignal: signal });
    return { kind: 'written', item: Attributes };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException)
      return { kind: 'refused', item: error.Item };
    throw error;
  }
}

/** By expressions, of which there are few: to find them anew is the dearest of what is ours in a write. */
const NAMES_KNOWN = new Map<string, Record<string, string>>();

/** Every attribute goes by a placeholder: many plain words (`state`, `search`) are reserved. */
function namesIn(expressions: string): Record<string, string> {
  let names = NAMES_KNOWN.get(expressions);
  if (!names) {
    const placeholders = expressions.match(/#\w+/g) ?? [];
    names = Object.fromEntries(placeholders.map((name) => [name, name.slice(1)]));
    NAMES_KNOWN.set(expressions, names);
  }
  return names;
}
