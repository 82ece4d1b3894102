import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { recordCommands } from '../support/aws/client-middleware.ts';
import { type AuditedStack, startAuditedStack } from '../support/operator/audited-stack.ts';

/** Of the directory: three pages, with those who are hired. */
const OTHERS = 220;

/** The calls by which a directory shows the members of a group. */
const MEMBERS: Readonly<Record<string, string>> = {
  finspace: 'ListUsersByPermissionGroup',
  'identity-center': 'ListGroupMemberships',
  scim: 'GetGroup',
};
const LOOK_UP: Readonly<Record<string, string>> = {
  finspace: 'GetUser',
  'identity-center': 'DescribeUser',
  scim: 'GetUser',
};

describe.each(TARGETS)('an audit of a stack that is packaged for %s', (target) => {
  let stack: AuditedStack;
  let ofTable: ReturnType<typeof recordCommands>;
  beforeAll(async () => {
    stack = await startAuditedStack(target);
    await stack.hire('grace', 'joan');
    for (let number = 0; number < OTHERS; number += 1)
      stack.stack.directory.addUser({ emailAddress: `other-${number}@example.com` });
    ofTable = recordCommands(stack.operated.clients.dynamoDb);
  });
  afterAll(() => stack.stop());

  /** The calls that an audit makes, each with how often. */
  async function callsOf(audit: () => Promise<unknown>) {
    const { calls } = stack.stack.directory;
    const [before, beforeTable] = [calls.length, ofTable.length];
    await audit();
    return {
      table: counted(ofTable.slice(beforeTable).map(({ operation }) => operation)),
      directory: counted(calls.slice(before).map(({ operation }) => operation)),
    };
  }

  const groups = () => new Set(stack.stack.directory.memberships().map(({ group }) => group)).size;

  test('reads each page of table, directory and groups once, and nothing else', async () => {
    const calls = await callsOf(() => stack.audit());

    expect(calls).toEqual({
      table: { Scan: 1 },
      directory: { ListUsers: 3, [MEMBERS[target] ?? '']: groups() },
    });
  });

  test('reads one record, and one account, for each difference that it sees', async () => {
    const { userId } = await stack.person('joan');
    stack.stack.directory.updateUser(userId, { status: 'DISABLED' });

    const calls = await callsOf(() => stack.audit());

    expect(calls).toEqual({
      table: { Scan: 1, GetItem: 1 },
      directory: { ListUsers: 3, [MEMBERS[target] ?? '']: groups(), [LOOK_UP[target] ?? '']: 1 },
    });
    stack.stack.directory.updateUser(userId, { status: 'ENABLED' });
  });

  test('counts the accounts that it does not know, and names them if it is asked', async () => {
    const [{ report }, { report: naming }] = [
      await stack.audit(),
      await stack.audit({ namesUnknown: true }),
    ];

    expect(report.counts).toMatchObject({ accounts: OTHERS + 2, unknownAccounts: OTHERS });
    expect(report).not.toHaveProperty('unknown');
    expect(naming.unknown).toHaveLength(OTHERS);
    expect(naming.unknown).toContainEqual({
      userId: expect.any(String),
      personKey: stack.digests.personKeyOf('other-7@example.com'),
    });
  });
});

function counted(operations: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const operation of operations) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}
