import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { hasAccount } from '../provisioning/has-account.ts';
import type { CreatingRecord, EmployeePointer, UserRecord } from '../provisioning/record.ts';
import { readItem, type UsersTable } from './read-item.ts';
import { type Item, userRecordOf } from './user-item.ts';

/** A record, and the employee id that an operator took it from last: its pointer may be left. */
export interface HeldRecord {
  readonly record: UserRecord;
  readonly formerEmployeeKey?: string;
}

/** One of the writes by which an operator gives a record to another employee id. */
export type ReassignStep =
  /** No pointer, or the one that was shown → this one. */
  | {
      readonly kind: 'point';
      readonly pointer: EmployeePointer;
      readonly shown?: EmployeePointer;
    }
  /** The record as it was shown → held by this employee id; CREATING → FAILED. */
  | { readonly kind: 'give'; readonly record: UserRecord; readonly employeeKey: string }
  /** The pointer as it was shown → none. The item stays, so that no right to delete is needed. */
  | { readonly kind: 'free'; readonly pointer: EmployeePointer };

/** Why a record that was not done is FAILED once an operator has given it to another employee id. */
export const REASSIGNED = {
  code: 'reassigned',
  message:
    'An operator gave the record to an employee id before it was done. Send the hire of that employee.',
};

/** What is written, and on which condition. */
interface Write {
  readonly key: string;
  readonly update: string;
  readonly condition: string;
  readonly values: Item;
}

/**
 * A record with what only an operator's commands need of it. A consistent read.
 * @throws UserItemError when Joiner did not write the item, and the SDK's error when the call fails
 */
export async function readHeldRecord(
  table: UsersTable,
  personKey: string,
  signal: AbortSignal,
): Promise<HeldRecord | undefined> {
  const item = await readItem(table, personKey, signal);
  if (item === undefined) return undefined;
  const formerEmployeeKey = item['formerEmployeeKey']?.S;
  return {
    record: userRecordOf(item),
    ...(formerEmployeeKey !== undefined && { formerEmployeeKey }),
  };
}

/**
 * One conditional UpdateItem. It asks for no attribute back: the operator's policy allows none.
 * @returns `changed` where the item is not as it was shown. A step that was sent twice is `written`
 * @throws the SDK's error when the call fails for any reason but the condition
 */
export async function takeReassignStep(
  { client, tableName }: UsersTable,
  step: ReassignStep,
  signal: AbortSignal,
): Promise<'written' | 'changed'> {
  const { key, update, condition, values } = writeOf(step);
  const command = new UpdateItemCommand({
    TableName: tableName,
    Key: { pk: { S: key } },
    UpdateExpression: update,
    ConditionExpression: condition,
    ...namesIn(`${update} ${condition}`),
    ExpressionAttributeValues: { ...values },
  });
  try {
    await client.send(command, { abortSignal: signal });
    return 'written';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'changed';
    throw error;
  }
}

/** DynamoDB reserves words such as `state` and `search`. */
function namesIn(expressions: string) {
  const names = expressions.match(/#\w+/g) ?? [];
  if (names.length === 0) return {};
  return {
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [name, name.slice(1)])),
  };
}

function writeOf(step: ReassignStep): Write {
  switch (step.kind) {
    case 'point':
      return pointWrite(step.pointer, step.shown);
    case 'give':
      return giveWrite(step.record, step.employeeKey);
    case 'free':
      return {
        key: step.pointer.employeeKey,
        update: 'REMOVE personKey, attempt, pointedAt',
        condition: `attribute_not_exists(personKey) OR ${isPointer('shown')}`,
        values: pointerValues('shown', step.pointer),
      };
  }
}

function pointWrite(pointer: EmployeePointer, shown: EmployeePointer | undefined): Write {
  const ways = ['attribute_not_exists(personKey)', isPointer('own')];
  return {
    key: pointer.employeeKey,
    update: 'SET personKey = :ownPerson, attempt = :ownAttempt, pointedAt = :ownTime',
    condition: [...ways, ...(shown ? [isPointer('shown')] : [])].join(' OR '),
    values: {
      ...pointerValues('own', pointer),
      ...(shown && pointerValues('shown', shown)),
    },
  };
}

/** Attempts never shrink, and a record that is made again has another first attempt. */
function giveWrite(shown: UserRecord, employeeKey: string): Write {
  const { personKey, state, attempts, firstAttemptAtMs, employeeKey: former } = shown;
  const userId = hasAccount(shown) ? shown.userId : undefined;
  const failing = shown.state === 'CREATING' ? failingOf(shown) : undefined;
  const asShown =
    former === undefined ? 'attribute_not_exists(employeeKey)' : 'employeeKey = :former';
  const set = [
    'employeeKey = :employeeKey',
    ...(former === undefined ? [] : ['formerEmployeeKey = :former']),
    ...(failing?.set ?? []),
  ];
  return {
    key: personKey,
    update: `SET ${set.join(', ')} ${failing?.remove ?? ''}`,
    condition: `attempts = :attempts AND firstAttemptAt = :firstAttemptAt
      AND ${userId === undefined ? 'attribute_not_exists(userId)' : 'userId = :userId'}
      AND ((#state = :state AND ${asShown}) OR (#state = :given AND employeeKey = :employeeKey))`,
    values: {
      ':state': { S: state },
      ':given': { S: failing ? 'FAILED' : state },
      ':attempts': { N: String(attempts) },
      ':firstAttemptAt': { N: String(firstAttemptAtMs) },
      ':employeeKey': { S: employeeKey },
      ...(userId !== undefined && { ':userId': { S: userId } }),
      ...(former !== undefined && { ':former': { S: former } }),
      ...failing?.values,
    },
  };
}

/**
 * No message of the employee id has claimed the record: CREATING, it would keep the id's other hires waiting. The
 * message that claimed it last may claim it again, if it brings no other id. A search position is personal and goes.
 */
function failingOf({ firstAttemptAtMs, leaseUntilMs }: CreatingRecord) {
  return {
    set: [
      '#state = :given',
      'messageId = :operator',
      'reasonCode = :reasonCode',
      'reason = :reason',
      'failedAt = :failedAt',
    ],
    remove: 'REMOVE leaseUntil, claimToken, countedBy, #search',
    values: {
      ':operator': { S: 'joiner reassign' },
      ':reasonCode': { S: REASSIGNED.code },
      ':reason': { S: REASSIGNED.message },
      // Since then no attempt runs. It was settled when it was shown, and stays so.
      ':failedAt': { N: String(Math.max(firstAttemptAtMs, leaseUntilMs)) },
    },
  } satisfies { set: readonly string[]; remove: string; values: Item };
}

/** Exactly this pointing: a duplicate points with the same attempt each time, but at another time. */
function isPointer(name: 'shown' | 'own'): string {
  return `(personKey = :${name}Person AND attempt = :${name}Attempt AND pointedAt = :${name}Time)`;
}

function pointerValues(
  name: 'shown' | 'own',
  { personKey, attempt, pointedAtMs }: EmployeePointer,
): Item {
  return {
    [`:${name}Person`]: { S: personKey },
    [`:${name}Attempt`]: { S: attempt },
    [`:${name}Time`]: { N: String(pointedAtMs) },
  };
}
