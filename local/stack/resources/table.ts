import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { TemplateError } from '../../template/template.ts';
import { emulated, generatedName, type ResourceType } from './resource-type.ts';

const keySchema = v.array(
  v.strictObject({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) }),
);

/** A table on the DynamoDB emulator. A stored table is used if it has the same key. */
export const table: ResourceType = emulated(
  v.object({
    TableName: v.optional(v.string()),
    AttributeDefinitions: v.array(
      v.strictObject({ AttributeName: v.string(), AttributeType: v.picklist(['S', 'N', 'B']) }),
    ),
    KeySchema: keySchema,
    GlobalSecondaryIndexes: v.optional(
      v.array(
        v.strictObject({
          IndexName: v.string(),
          KeySchema: keySchema,
          Projection: v.strictObject({ ProjectionType: v.picklist(['KEYS_ONLY', 'ALL']) }),
        }),
      ),
    ),
    BillingMode: v.literal('PAY_PER_REQUEST'),
  }),
  {
    DeletionProtectionEnabled: 'the local stack deletes no table',
    PointInTimeRecoverySpecification: 'there are no backups here',
    SSESpecification: 'nothing is encrypted here',
    TableClass: 'it only changes the price',
    Tags: 'nothing reads them here',
    TimeToLiveSpecification: 'items do not expire here',
  },
  async ({ logicalId, properties }, { identity, dynamodb }) => {
    const name = properties.TableName ?? generatedName(identity, logicalId);
    const { GlobalSecondaryIndexes, ...others } = properties;
    await createTable(dynamodb, {
      ...others,
      ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
      TableName: name,
    });
    await waitUntilTableExists(
      { client: dynamodb, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 },
      { TableName: name },
    );
    const arn = `arn:aws:dynamodb:${identity.region}:${identity.accountId}:table/${name}`;
    return { ref: name, attributes: { Arn: arn } };
  },
);

async function createTable(
  dynamodb: DynamoDBClient,
  input: CreateTableCommandInput,
): Promise<void> {
  try {
    await dynamodb.send(new CreateTableCommand(input));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    await rejectOtherKey(dynamodb, input);
  }
}

async function rejectOtherKey(
  dynamodb: DynamoDBClient,
  { TableName, KeySchema }: CreateTableCommandInput,
): Promise<void> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  if (keyText(Table?.KeySchema) === keyText(KeySchema)) return;
  throw new TemplateError(
    `The data folder has a table ${TableName} with a different key than the template: use another folder`,
  );
}

function keyText(schema: readonly KeySchemaElement[] = []): string {
  return schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).join(', ');
}
