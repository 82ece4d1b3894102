import { paginateScan } from '@aws-sdk/client-dynamodb';
import { userRecordOf } from '../../aws/user-item.ts';
import { type Digests, isPersonKey } from '../../provisioning/digests.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import { findPointedEmployee, type PointedEmployee } from '../employee-pointer.ts';
import type { IdWho } from '../who.ts';
import { nowMsAtAws, type Stack, usersTableOf } from './stack.ts';

interface FindOptions {
  readonly signal: AbortSignal;
  /** Called with the number of records read so far. */
  readonly onProgress: (read: number) => void;
}

interface OnScan {
  readonly onScan?: ((pointed: PointedEmployee | undefined) => void) | undefined;
}

/**
 * The record that this employee id holds, by two reads; else the records with it, or whose last claim has this request
 * id, by reading the whole table. Only a word to show, or what is named as a request id, is one.
 * @param options `onScan` is called before the table is read, with what the employee id points to, if anything
 */
export async function findRecordsOfId(
  stack: Stack,
  { kind, text, employeeKey }: IdWho,
  { onScan, ...options }: FindOptions & OnScan,
): Promise<readonly UserRecord[]> {
  const pointed =
    employeeKey === undefined
      ? undefined
      : await findPointedEmployee(usersTableOf(stack), employeeKey, {
          nowMs: () => nowMsAtAws(stack),
          signal: options.signal,
        });
  if (pointed?.record && pointed.standing.kind === 'held') return [pointed.record];
  onScan?.(pointed);
  const employeeKeys = new Set(employeeKey === undefined ? [] : [employeeKey]);
  const requestIds = new Set(kind === 'id' || kind === 'request' ? [text] : []);
  return scan(stack, { employeeKeys, requestIds }, options);
}

/**
 * The records with one of these employee ids, or request ids of their last claim. This reads the whole
 * table: it has no index, as the function needs none.
 */
export function findRecords(
  stack: Stack,
  { employeeKeyOf }: Digests,
  ids: ReadonlySet<string>,
  options: FindOptions,
): Promise<readonly UserRecord[]> {
  const employeeKeys = new Set([...ids].map(employeeKeyOf));
  return scan(stack, { employeeKeys, requestIds: ids }, options);
}

interface Wanted {
  readonly employeeKeys: ReadonlySet<string>;
  readonly requestIds: ReadonlySet<string>;
}

async function scan(
  { clients, outputs }: Stack,
  wanted: Wanted,
  { signal, onProgress }: FindOptions,
): Promise<readonly UserRecord[]> {
  const pages = paginateScan(
    { client: clients.dynamoDb },
    { TableName: outputs.UsersTableName, ...filterFor(wanted) },
  );
  const found: UserRecord[] = [];
  let read = 0;
  for await (const { Items = [], ScannedCount = 0 } of pages) {
    signal.throwIfAborted();
    // Pointers of employee ids, and marks of failed messages, are no records.
    const records = Items.filter(({ pk }) => isPersonKey(pk?.S ?? '')).map(userRecordOf);
    found.push(...records.filter((record) => hasOneOf(record, wanted)));
    read += ScannedCount;
    onProgress(read);
  }
  return found;
}

/** DynamoDB compares an attribute with up to 100 values; for more ids, every record is returned. */
const MAX_FILTER_VALUES = 100;

function filterFor({ employeeKeys, requestIds }: Wanted) {
  if (employeeKeys.size > MAX_FILTER_VALUES) return {};
  const named = (prefix: string, of: readonly string[]) =>
    of.map((value, index) => [`${prefix}${index}`, { S: value }] as const);
  const [ofKeys, ofIds] = [
    named(':employee', [...employeeKeys]),
    named(':request', [...requestIds]),
  ];
  const conditionOn = (attribute: string, all: typeof ofIds) =>
    all.length === 0 ? [] : [`${attribute} IN (${all.map(([name]) => name).join(', ')})`];
  const conditions = [conditionOn('employeeKey', ofKeys), conditionOn('requestId', ofIds)];
  return {
    FilterExpression: conditions.flat().join(' OR '),
    ExpressionAttributeValues: Object.fromEntries([...ofKeys, ...ofIds]),
  };
}

function hasOneOf(
  { employeeKey, requestId }: UserRecord,
  { employeeKeys, requestIds }: Wanted,
): boolean {
  return (employeeKey !== undefined && employeeKeys.has(employeeKey)) || requestIds.has(requestId);
}
