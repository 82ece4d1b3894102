import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './user-item.ts';

/** Expressions name every attribute as `#attribute` and every value as `:value`. */
export interface ConditionalUpdate {
  /** Partition key. */
  readonly key: string;
  readonly update: string;
  readonly condition: string;
  readonly values: Item;
}

export type UpdateResult =
  | { readonly kind: 'written'; readonly item: Item }
  /** The condition failed; `item` is the existing item, absent if there is none. */
  | { readonly kind: 'refused'; readonly item: Item | undefined };

/**
 * One UpdateItem, which returns the current item without a read, whether it was written or refused.
 * @throws the SDK's error when the call fails for any reason but the condition
 */
export async function updateIf(
  { client, tableName }: { readonly client: DynamoDBClient; readonly tableName: string },
  { key, update, condition, values }: ConditionalUpdate,
  signal: AbortSignal,
): Promise<UpdateResult> {
  const command = new UpdateItemCommand({
    TableName: tableName,
    Key: { pk: { S: key } },
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

/** Cached by expression, of which there are few: deriving them is the most expensive of our own steps. */
const NAMES_BY_EXPRESSION = new Map<string, Record<string, string>>();

/** Every attribute has a placeholder: DynamoDB reserves many plain words (`state`, `search`). */
function namesIn(expressions: string): Record<string, string> {
  let names = NAMES_BY_EXPRESSION.get(expressions);
  if (!names) {
    const placeholders = expressions.match(/#\w+/g) ?? [];
    names = Object.fromEntries(placeholders.map((name) => [name, name.slice(1)]));
    NAMES_BY_EXPRESSION.set(expressions, names);
  }
  return names;
}
