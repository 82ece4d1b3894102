import { paginateScan } from '@aws-sdk/client-dynamodb';
import { userRecordOf } from '../../aws/user-item.ts';
import { type Digests, isPersonKey } from '../../provisioning/digests.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import { findPointedEmployee, type PointedEmployee } from '../employee-pointer.ts';
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
 * The record that this employee id holds, by two reads; else the records whose last claim has this request id, by
 * reading the whole table.
 * @param options `onScan` is called before the table is read, with what the employee id points to, if anything
 */
export async function findRecordsOfId(
  stack: Stack,
  digests: Digests,
  id: string,
  { onScan, ...options }: FindOptions & OnScan,
): Promise<readonly UserRecord[]> {
  const employeeKey = digests.employeeKeyOf(id);
  const pointed = await findPointedEmployee(usersTableOf(stack), employeeKey, {
    nowMs: () => nowMsAtAws(stack),
    signal: options.signal,
  });
  if (pointed?.record && pointed.standing.kind === 'held') return [pointed.record];
  onScan?.(pointed);
  return findRecords(stack, digests, new Set([id]), options);
}

/**
 * The records with one of these employee ids, or request ids of their last claim. This reads the whole
 * table: it has no index, as the function needs none.
 */
export async function findRecords(
  { clients, outputs }: Stack,
  { employeeKeyOf }: Digests,
  ids: ReadonlySet<string>,
  { signal, onProgress }: FindOptions,
): Promise<readonly UserRecord[]> {
  const employeeKeys = new Set([...ids].map(employeeKeyOf));
  const pages = paginateScan(
    { client: clients.dynamoDb },
    { TableName: outputs.UsersTableName, ...filterFor(ids, employeeKeys) },
  );
  const found: UserRecord[] = [];
  let read = 0;
  for await (const { Items = [], ScannedCount = 0 } of pages) {
    signal.throwIfAborted();
    // Pointers of employee ids, and marks of failed messages, are no records.
    const records = Items.filter(({ pk }) => isPersonKey(pk?.S ?? '')).map(userRecordOf);
    found.push(...records.filter((record) => hasOneOf(record, ids, employeeKeys)));
    read += ScannedCount;
    onProgress(read);
  }
  return found;
}

/** DynamoDB compares an attribute with up to 100 values; for more ids, every record is returned. */
const MAX_FILTER_VALUES = 100;

function filterFor(ids: ReadonlySet<string>, employeeKeys: ReadonlySet<string>) {
  if (ids.size > MAX_FILTER_VALUES) return {};
  const named = (prefix: string, of: readonly string[]) =>
    of.map((value, index) => [`${prefix}${index}`, { S: value }] as const);
  const [ofKeys, ofIds] = [named(':employee', [...employeeKeys]), named(':request', [...ids])];
  const namesOf = (all: typeof ofIds) => all.map(([name]) => name).join(', ');
  return {
    FilterExpression: `employeeKey IN (${namesOf(ofKeys)}) OR requestId IN (${namesOf(ofIds)})`,
    ExpressionAttributeValues: Object.fromEntries([...ofKeys, ...ofIds]),
  };
}

function hasOneOf(
  { employeeKey, requestId }: UserRecord,
  ids: ReadonlySet<string>,
  employeeKeys: ReadonlySet<string>,
): boolean {
  return (employeeKey !== undefined && employeeKeys.has(employeeKey)) || ids.has(requestId);
}
