import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { EmployeePointer, SearchProgress, UserRecord } from '../provisioning/record.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

/** An item of the users table that Joiner did not write, or that was changed afterwards. */
export class UserItemError extends Error {
  readonly isSafeToLog = true;

  constructor(attribute: string) {
    super(
      `An item of the users table has no valid "${attribute}". Fix it, or restore it from a backup.`,
    );
    this.name = 'UserItemError';
  }
}

/**
 * The record that an item represents. Unknown attributes are ignored.
 * @throws UserItemError when an attribute is missing or invalid; it names the first one, not its value
 */
export function userRecordOf(item: Item): UserRecord {
  const attempted = attemptedOf(item);
  const state = textOf(item, 'state');
  switch (state) {
    case 'CREATING':
      return { ...attempted, state, leaseUntilMs: integerOf(item, 'leaseUntil') };
    case 'GRANTING':
      return { ...completedOf(item), state, groups: textsOf(item, 'groups') };
    case 'PROVISIONED':
      return {
        ...completedOf(item),
        state,
        ...(item['groups'] !== undefined && { groups: textsOf(item, 'groups') }),
        ...(item['withheldGroups'] !== undefined && {
          withheldGroups: textsOf(item, 'withheldGroups'),
        }),
      };
    case 'FAILED':
      return {
        ...attempted,
        state,
        reasonCode: textOf(item, 'reasonCode'),
        reason: textOf(item, 'reason'),
        failedAtMs: integerOf(item, 'failedAt'),
      };
    default:
      throw new UserItemError('state');
  }
}

function completedOf(item: Item) {
  const requestEmployeeKey = optionalTextOf(item, 'requestEmployeeKey');
  const rulesVersion = optionalTextOf(item, 'rulesVersion');
  return {
    ...attemptedOf(item),
    userId: textOf(item, 'userId'),
    outcome: oneOf(item, 'outcome', ['created', 'recovered', 'existing']),
    ...(requestEmployeeKey !== undefined && { requestEmployeeKey }),
    requestedDigest: textOf(item, 'asked'),
    accountDigest: textOf(item, 'actual'),
    ...(item['userNameForm'] !== undefined && {
      userNameForm: oneOf(item, 'userNameForm', ['address', 'local-part']),
    }),
    ...(item['profileDigests'] !== undefined && {
      profileDigests: textsOf(item, 'profileDigests'),
    }),
    ...(item['pending'] !== undefined && { pending: textsOf(item, 'pending') }),
    ...(rulesVersion !== undefined && { rulesVersion }),
    ...(item['appliedRules'] !== undefined && { appliedRules: integersOf(item, 'appliedRules') }),
    completedAtMs: integerOf(item, 'completedAt'),
    ...(item['expiresAt'] !== undefined && {
      expiresAtEpochSeconds: integerOf(item, 'expiresAt'),
    }),
  };
}

/** The pointer that an item represents; undefined where it points to no one any more. */
export function employeePointerOf(item: Item): EmployeePointer | undefined {
  if (item['personKey'] === undefined) return undefined;
  return {
    employeeKey: textOf(item, 'pk'),
    personKey: textOf(item, 'personKey'),
    attempt: textOf(item, 'attempt'),
    pointedAtMs: integerOf(item, 'pointedAt'),
  };
}

/** The attribute that stores how far the directory was searched. */
export function searchAttributeOf(search: SearchProgress): AttributeValue {
  const { messageId, after, attempts, position, unsettledSinceMs, wholeSearches, waits } = search;
  return {
    M: {
      messageId: { S: messageId },
      after: { S: after },
      attempts: { N: String(attempts) },
      ...(position !== undefined && { position: { S: position } }),
      ...(unsettledSinceMs !== undefined && { since: { N: String(unsettledSinceMs) } }),
      wholeSearches: { N: String(wholeSearches) },
      waits: { N: String(waits) },
    },
  };
}

function attemptedOf(item: Item) {
  const search = searchOf(item);
  const employeeKey = optionalTextOf(item, 'employeeKey');
  const senderId = optionalTextOf(item, 'senderId');
  const source = optionalTextOf(item, 'source');
  return {
    personKey: textOf(item, 'pk'),
    attempts: integerOf(item, 'attempts'),
    firstAttemptAtMs: integerOf(item, 'firstAttemptAt'),
    requestKey: textOf(item, 'requestKey'),
    requestId: textOf(item, 'requestId'),
    messageId: textOf(item, 'messageId'),
    ...(senderId !== undefined && { senderId }),
    ...(source !== undefined && { source }),
    ...(employeeKey !== undefined && { employeeKey }),
    ...(item['attemptsWithoutAccount'] !== undefined && {
      attemptsWithoutAccount: integerOf(item, 'attemptsWithoutAccount'),
    }),
    ...(item['openSince'] !== undefined && { openSinceMs: integerOf(item, 'openSince') }),
    ...(item['countedHour'] !== undefined && { countedHour: integerOf(item, 'countedHour') }),
    ...(item['countedBy'] !== undefined && { hasPlace: true as const }),
    ...(item['goneSeenAt'] !== undefined && { goneSeenAtMs: integerOf(item, 'goneSeenAt') }),
    attemptedDigests: textsOf(item, 'tried'),
    ...(search !== undefined && { search }),
  };
}

function searchOf({ search }: Item): SearchProgress | undefined {
  if (search === undefined) return undefined;
  if (search.M === undefined) throw new UserItemError('search');
  const position = optionalTextOf(search.M, 'position');
  return {
    messageId: textOf(search.M, 'messageId'),
    after: oneOf(search.M, 'after', ['conflict', 'refusal', 'doubt']),
    attempts: integerOf(search.M, 'attempts'),
    ...(position !== undefined && { position }),
    ...(search.M['since'] !== undefined && { unsettledSinceMs: integerOf(search.M, 'since') }),
    wholeSearches: integerOf(search.M, 'wholeSearches'),
    waits: integerOf(search.M, 'waits'),
  };
}

function oneOf<const Word extends string>(item: Item, attribute: string, words: Word[]): Word {
  const text = textOf(item, attribute);
  const word = words.find((one) => one === text);
  if (word === undefined) throw new UserItemError(attribute);
  return word;
}

function textOf(item: Item, attribute: string): string {
  const text = item[attribute]?.S;
  if (text === undefined) throw new UserItemError(attribute);
  return text;
}

function optionalTextOf(item: Item, attribute: string): string | undefined {
  return item[attribute] === undefined ? undefined : textOf(item, attribute);
}

function textsOf(item: Item, attribute: string): ReadonlySet<string> {
  const texts = item[attribute]?.SS;
  if (texts === undefined) throw new UserItemError(attribute);
  return new Set(texts);
}

function integersOf(item: Item, attribute: string): ReadonlySet<number> {
  const numbers = item[attribute]?.NS;
  if (numbers === undefined) throw new UserItemError(attribute);
  return new Set(numbers.map((number) => safeInteger(number, attribute)));
}

function integerOf(item: Item, attribute: string): number {
  return safeInteger(item[attribute]?.N, attribute);
}

function safeInteger(number: string | undefined, attribute: string): number {
  const integer = Number(number);
  if (!Number.isSafeInteger(integer)) throw new UserItemError(attribute);
  return integer;
}
