import { GetItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { compactLine } from '../../contracts/one-line.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import type { Who } from '../who.ts';
import { type Stack, scheduledTableOf } from './stack.ts';
import { type StoredHire, storedHireOf } from './stored-hire.ts';

/** A consistent read of what waits under a key, which is that of an employee or a person. */
export async function readScheduled(
  stack: Stack,
  key: string,
  signal: AbortSignal,
): Promise<StoredHire | undefined> {
  const { client, tableName } = scheduledTableOf(stack);
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tableName, Key: { pk: { S: key } }, ConsistentRead: true }),
    { abortSignal: signal },
  );
  return Item && storedHireOf(Item);
}

/**
 * What waits, or once did, about a person: by employee id or the key of an item with one read; by address, person key
 * or request id by a search of the table, as a hire with an employee id is stored under that id.
 */
export async function findScheduled(
  stack: Stack,
  who: Who,
  signal: AbortSignal,
): Promise<readonly StoredHire[]> {
  if (who.personKey !== undefined) return search(stack, { personKey: who.personKey }, signal);
  const { kind, text, employeeKey } = who;
  const hire =
    employeeKey === undefined ? undefined : await readScheduled(stack, employeeKey, signal);
  if (hire) return [hire];
  return kind === 'id' || kind === 'request' ? search(stack, { requestId: text }, signal) : [];
}

/**
 * What waits, or once did, about the person of these records, or whom `who` names where there are none. Of an employee
 * id that a record holds, the table is not searched. What waits under that id for another person is there only where
 * `who` is the id: a record may hold an id that a sender made up.
 */
export async function findScheduledAbout(
  stack: Stack,
  who: Who,
  records: readonly Pick<UserRecord, 'personKey' | 'employeeKey'>[],
  signal: AbortSignal,
): Promise<readonly StoredHire[]> {
  const idKey = who.employeeKey;
  const holdsId = idKey !== undefined && records.some(({ employeeKey }) => employeeKey === idKey);
  const keys = new Set(
    records.flatMap(({ personKey, employeeKey = [] }) => [personKey].concat(employeeKey)),
  );
  const [found, ...read] = await Promise.all([
    holdsId ? [] : findScheduled(stack, who, signal),
    ...[...keys].map((key) => readScheduled(stack, key, signal)),
  ]);
  const people = new Set(records.map(({ personKey }) => personKey));
  const ofThem = read.filter(
    (hire) => (idKey !== undefined && hire?.key === idKey) || people.has(hire?.personKey ?? ''),
  );
  const all = [...found, ...ofThem.flatMap((hire) => hire ?? [])];
  return [...new Map(all.map((hire) => [hire.key, hire])).values()];
}

/** Several hires about one person wait. */
class SeveralHiresError extends Error {
  override readonly name = 'SeveralHiresError';
}

/**
 * The one hire about a person.
 * @throws {SeveralHiresError} if there are several
 */
export async function soleScheduled(
  stack: Stack,
  who: Who,
  signal: AbortSignal,
): Promise<StoredHire | undefined> {
  const exact = who.kind === 'key' ? await readScheduled(stack, who.personKey, signal) : undefined;
  if (exact) return exact;
  const hires = await findScheduled(stack, who, signal);
  if (hires.length > 1)
    throw new SeveralHiresError(
      `${hires.length} hires are about ${compactLine(who.text)}. Name one by its key: ${hires.map(({ key }) => key).join(', ')}`,
    );
  return hires[0];
}

/** The items with this value of an attribute. Nothing else leaves the table, which holds bodies. */
async function search(
  stack: Stack,
  wanted: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<readonly StoredHire[]> {
  const { client, tableName } = scheduledTableOf(stack);
  const [[attribute, value] = ['', '']] = Object.entries(wanted);
  const pages = paginateScan(
    { client },
    {
      TableName: tableName,
      ConsistentRead: true,
      FilterExpression: '#attribute = :value',
      ExpressionAttributeNames: { '#attribute': attribute },
      ExpressionAttributeValues: { ':value': { S: value } },
    },
    { abortSignal: signal },
  );
  const found: StoredHire[] = [];
  for await (const { Items = [] } of pages) {
    signal.throwIfAborted();
    found.push(...Items.map(storedHireOf));
  }
  return found;
}
