import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type FileProgress, NO_COUNTS } from '../intake/file-progress.ts';
import type { IntakeFiles } from '../intake/ports.ts';
import { fileOfItem, itemOfFile } from './intake-items.ts';

interface Condition {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values?: Record<string, AttributeValue>;
}

/** The files of the intake's table. Each transition is one conditional write, and no read. */
export function createIntakeFiles({
  client,
  tableName,
}: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): IntakeFiles {
  async function putIf(
    file: FileProgress,
    { expression, names, values }: Condition,
    signal: AbortSignal,
  ): Promise<FileProgress> {
    const command = new PutItemCommand({
      TableName: tableName,
      Item: itemOfFile(file),
      ConditionExpression: expression,
      ExpressionAttributeNames: names,
      ...(values && { ExpressionAttributeValues: values }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      await client.send(command, { abortSignal: signal });
      return file;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException && error.Item)
        return fileOfItem(error.Item);
      throw error;
    }
  }

  return {
    begin(file, nowMs, signal) {
      const times = { startedAtMs: nowMs, updatedAtMs: nowMs };
      const begun = { ...file, ...times, state: 'counting', done: 0, counts: NO_COUNTS } as const;
      const condition = { expression: 'attribute_not_exists(#pk)', names: { '#pk': 'pk' } };
      return putIf(begun, condition, signal);
    },

    advance(from, to, nowMs, signal) {
      const isFrom = '#state = :from';
      const values = { ':from': { S: from } };
      const condition =
        from === to.state
          ? {
              expression: `${isFrom} AND #done < :done`,
              names: { '#state': 'state', '#done': 'done' },
              values: { ...values, ':done': { N: String(to.done) } },
            }
          : { expression: isFrom, names: { '#state': 'state' }, values };
      return putIf({ ...to, updatedAtMs: nowMs }, condition, signal);
    },
  };
}
