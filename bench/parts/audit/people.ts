import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { createDigests } from '../../../src/provisioning/digests.ts';
import type { Workbench } from '../../workbench/workbench.ts';

/** Any secret will do: the audit gets the same one. */
export const SECRET = new Uint8Array(32).fill(7);
const DAY_MS = 24 * 3_600_000;

type Item = Record<string, AttributeValue>;

/** Puts so many people into the directory and the table, each with an account, a record and the pointer of an employee id. */
export async function fillWithPeople(
  { directory, dynamodb, outputs }: Workbench,
  targetId: string,
  people: number,
): Promise<void> {
  const createTime = Date.now() - DAY_MS;
  function* items(): Generator<Item> {
    const { personKeyOf, employeeKeyOf } = createDigests(SECRET, targetId);
    for (let number = 1; number <= people; number += 1) {
      const emailAddress = `ada.${number}@example.com`;
      const account = { emailAddress, firstName: 'Ada', lastName: 'Okafor', createTime };
      const { userId } = directory.addUser(account);
      const keys = { person: personKeyOf(emailAddress), employee: employeeKeyOf(`E-${number}`) };
      yield recordOf(userId, keys, createTime);
      yield pointerOf(keys, createTime);
    }
  }
  await dynamodb.load(outputs.UsersTableName, items());
}

interface Keys {
  readonly person: string;
  readonly employee: string;
}

/** As large as a record of one attempt. */
function recordOf(userId: string, { person, employee }: Keys, atMs: number): Item {
  const digest = { S: 'a'.repeat(64) };
  return {
    pk: { S: person },
    state: { S: 'PROVISIONED' },
    userId: { S: userId },
    employeeKey: { S: employee },
    requestEmployeeKey: { S: employee },
    outcome: { S: 'created' },
    asked: digest,
    actual: digest,
    completedAt: { N: String(atMs) },
    attempts: { N: '1' },
    firstAttemptAt: { N: String(atMs) },
    requestKey: digest,
    requestId: { S: 'onboarding' },
    messageId: { S: 'm'.repeat(36) },
    tried: { SS: [digest.S] },
  };
}

function pointerOf({ person, employee }: Keys, atMs: number): Item {
  return {
    pk: { S: employee },
    personKey: { S: person },
    attempt: { S: '1-1' },
    pointedAt: { N: String(atMs) },
  };
}
