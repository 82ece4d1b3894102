import {
  type BatchGetItemCommandInput,
  ConditionalCheckFailedException,
  DynamoDBClient,
  type GetItemCommandInput,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import deleteItem from 'dynalite/actions/deleteItem.js';
import putItem from 'dynalite/actions/putItem.js';
import updateItem from 'dynalite/actions/updateItem.js';
import type { Item } from '../../../src/aws/user-item.ts';
import { answerInstead } from '../../support/aws/client-middleware.ts';
import { parsed, type WriteInput } from './parsed-expressions.ts';
import { textOnce } from './text-once.ts';

const SCHEMA = {
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
};
const ITEM_LIMIT_BYTES = 400 * 1024;

export interface MemoryTable {
  /** For createUsersTable. It sends nothing, and each call is one step. */
  readonly client: DynamoDBClient;
  /** By partition key. An item is never changed, only replaced. */
  items: ReadonlyMap<string, Item>;
  /** Whether a write arrives twice, as when the SDK sends it again. */
  arrivesTwice: boolean;
}

/**
 * A DynamoDB table without a server, whose items can be put back as they were. dynalite parses and
 * applies the expressions, so the search runs the product's own conditions.
 */
export function createMemoryTable(): MemoryTable {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  // It copies every input and output for a logger that is not set.
  client.middlewareStack.remove('loggerMiddleware');
  const table: MemoryTable = { client, items: new Map(), arrivesTwice: false };
  const answer = (input: object) => {
    if ('RequestItems' in input) return readTogether(input as BatchGetItemCommandInput, table);
    if (!('Key' in input || 'Item' in input)) return { Items: [...table.items.values()] };
    const { Key } = input as GetItemCommandInput;
    const { Item } = input as PutItemCommandInput;
    const key = (Key ?? Item)?.['pk']?.S ?? '';
    const before = table.items.get(key);
    if (!isWrite(input)) return { Item: before };
    const after = written(before, input as WriteInput);
    if (after === 'refused') throw conditionFailed(before);
    const items = new Map(table.items);
    if (after === 'deleted') items.delete(key);
    else items.set(key, after);
    table.items = items;
    return after === 'deleted' ? {} : { Attributes: after };
  };
  answerInstead(client, (input) => {
    // What arrives first may be refused like any other write.
    if (table.arrivesTwice && isWrite(input)) attempt(() => answer(input));
    return answer(input);
  });
  return table;
}

function isWrite(input: object): boolean {
  return 'ConditionExpression' in input || 'UpdateExpression' in input;
}

function attempt(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** The item as a text: equal for two items that no call can distinguish. */
export const textOfItem = textOnce((item: Item) => JSON.stringify(item, withoutClaimToken));

/** A claim token is different in every call, and only compared with a repetition of that call. */
function withoutClaimToken(name: string, value: unknown): unknown {
  return CLAIM_TOKENS.includes(name) ? undefined : value;
}

const CLAIM_TOKENS = ['claimToken', ':claimToken', 'countedBy'];

type Written = Item | 'deleted' | 'refused';

/** A search repeats the same writes. Random stories do not, and may run for hours. */
const MAX_KNOWN = 20_000;
const KNOWN = new Map<string, Written>();

function written(before: Item | undefined, input: WriteInput): Written {
  // It says whether it was this very call that counted the account.
  if ('UpdateExpression' in input && input.UpdateExpression?.includes('#countedBy = '))
    return applied(before, input);
  const isRepeated =
    before?.['claimToken']?.S === input.ExpressionAttributeValues?.[':claimToken']?.S;
  const question = `${before && textOfItem(before)}${JSON.stringify(input, withoutClaimToken)}${isRepeated}`;
  const after = KNOWN.get(question) ?? applied(before, input);
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear();
  KNOWN.set(question, after);
  return after;
}

function applied(before: Item | undefined, input: WriteInput): Written {
  const request = { ...input, ...parsed(input), ...('Key' in input && { Key: { ...input.Key } }) };
  let after: Written = 'refused';
  const store = storeOf(before, (item) => {
    after = item;
  });
  actionOf(input)(store, request, (error) => {
    if (error && !error.body?.['__type']?.endsWith('#ConditionalCheckFailedException')) throw error;
  });
  return after;
}

function actionOf(input: WriteInput) {
  if ('Item' in input) return putItem;
  return 'UpdateExpression' in input ? updateItem : deleteItem;
}

function readTogether({ RequestItems = {} }: BatchGetItemCommandInput, { items }: MemoryTable) {
  const read = Object.entries(RequestItems).map(([name, { Keys = [] }]) => {
    const found = Keys.map(({ pk }) => items.get(pk?.S ?? ''));
    return [name, found.filter((item) => item !== undefined)] as const;
  });
  return { Responses: Object.fromEntries(read) };
}

/** What dynalite's action needs of its store, without waiting. */
function storeOf(before: Item | undefined, keep: (item: Item | 'deleted') => void): object {
  type Done = (error: Error | null, value?: unknown) => void;
  const items = {
    lock: (_key: string, perform: (release: (done: Done) => Done) => void) =>
      perform((done) => done),
    get: (_key: string, done: Done) => done(null, before),
    put: (_key: string, item: Item, done: Done) => {
      keep(item);
      done(null);
    },
    del: (_key: string, done: Done) => {
      keep('deleted');
      done(null);
    },
  };
  return {
    options: { maxItemSize: ITEM_LIMIT_BYTES },
    getTable: (_name: string, done: Done) => done(null, SCHEMA),
    getItemDb: () => items,
  };
}

function conditionFailed(item: Item | undefined): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata: {},
    ...(item && { Item: item }),
  });
}
