import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createAudit } from '../../src/audit/audit.ts';
import { newAuditState } from '../../src/audit/audit-state.ts';
import type { DirectoryUser } from '../../src/provisioning/directory-user.ts';
import { digestsFor } from '../support/engine/digests.ts';

// A program of its own: it prints the bytes of heap that each person takes at the end of the first look, as JSON.
// Records and accounts are made as they are read, 1,000 and 100 a page, each as large as they get.

const PER_TABLE_PAGE = 1_000;
const PER_DIRECTORY_PAGE = 100;
const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 30);
const people = Number(process.argv[2]);
const digests = digestsFor('identity-center:d-1234567890');
const { signal } = new AbortController();
const addressOf = (number: number) => `person-${number}@example.com`;
const userIdOf = (number: number) =>
  `e82344e434-acf13bc7-cb59-45a6-8617-${String(number).padStart(12, '0')}`;

type Item = Record<string, AttributeValue>;

function recordOf(number: number): Item {
  const pk = digests.personKeyOf(addressOf(number));
  return {
    pk: { S: pk },
    state: { S: 'PROVISIONED' },
    userId: { S: userIdOf(number) },
    employeeKey: { S: digests.employeeKeyOf(`E-${number}`) },
    outcome: { S: 'created' },
    asked: { S: 'a'.repeat(64) },
    actual: { S: 'a'.repeat(64) },
    completedAt: { N: String(NOW_MS - DAY_MS) },
    attempts: { N: '1' },
    firstAttemptAt: { N: String(NOW_MS - DAY_MS) },
    requestKey: { S: 'r'.repeat(64) },
    requestId: { S: `onboarding-${number}` },
    messageId: { S: 'm'.repeat(36) },
    tried: { SS: Array.from({ length: 20 }, (_, index) => `${index}`.padStart(64, '0')) },
    groups: { SS: [`group-${number % 3}`, 'everyone'] },
  };
}

function pointerOf(number: number): Item {
  return {
    pk: { S: digests.employeeKeyOf(`E-${number}`) },
    personKey: { S: digests.personKeyOf(addressOf(number)) },
    attempt: { S: '1-1' },
    pointedAt: { N: String(NOW_MS - DAY_MS) },
  };
}

function userOf(number: number): DirectoryUser {
  return {
    userId: userIdOf(number),
    emailAddress: addressOf(number),
    firstName: 'x'.repeat(1_000),
    type: 'APP_USER',
    apiAccess: 'DISABLED',
    status: 'ENABLED',
    employeeId: `E-${number}`,
    createTimeMs: NOW_MS - DAY_MS,
  };
}

const numbersFrom = (start: number, length: number) =>
  Array.from({ length: Math.min(length, people - start) }, (_, index) => start + index);

/** All records first, then all pointers: no pair is complete before. */
async function scan(after: string | undefined) {
  const start = Number(after ?? 0);
  const isOfPointers = start >= people;
  const numbers = numbersFrom(isOfPointers ? start - people : start, PER_TABLE_PAGE);
  const next = start + numbers.length;
  return {
    Items: numbers.map(isOfPointers ? pointerOf : recordOf),
    ...(next < 2 * people && { LastEvaluatedKey: { pk: { S: String(next) } } }),
  };
}

const client = {
  send: ({ input }: { input: { ExclusiveStartKey?: Item } }) =>
    scan(input.ExclusiveStartKey?.['pk']?.S),
};

const state = newAuditState(NOW_MS);
const audit = createAudit(state, {
  table: { client: client as unknown as DynamoDBClient, tableName: 'users' },
  target: { id: 'x', readLagMs: 0, tokenLifeMs: 0, get: async () => ({ kind: 'gone' }) },
  reader: {
    async readAccounts(position) {
      const start = Number(position ?? 0);
      const numbers = numbersFrom(start, PER_DIRECTORY_PAGE);
      const next = start + numbers.length;
      const users = numbers.map(userOf);
      return { kind: 'page', users, unreadable: 0, next: next < people ? String(next) : undefined };
    },
    readMembers: async () => ({ kind: 'page', userIds: [], isWhole: true, next: undefined }),
  },
  digests,
  clock: { now: () => NOW_MS },
  ruleGroups: [],
});

const heap = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const before = heap();
let most = 0;
for (let steps = 1; state.phase !== 'done'; steps += 1) {
  await audit.step(signal);
  if (steps % 200 === 0) most = Math.max(most, heap());
}
const { checked, accounts } = state.counts;
console.log(JSON.stringify({ checked, accounts, bytesEach: Math.round((most - before) / people) }));
