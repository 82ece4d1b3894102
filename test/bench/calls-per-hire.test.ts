import { describe, expect, test } from '@jest/globals';
import { type GroupedCalls, groupBudgets } from '../../bench/budgets.ts';
import { callsPerHire } from '../../bench/calls-per-hire.ts';
import type { OperationTally } from '../../bench/proxy/messages.ts';

const of = (
  service: OperationTally['service'],
  operation: string,
  calls: number,
  capacityUnits = 0,
): OperationTally => ({ service, operation, calls, capacityUnits });

test('every call is counted once, by what it is for, whichever the directory', () => {
  const tally = [
    of('dynamodb', 'UpdateItem', 30, 40),
    of('dynamodb', 'GetItem', 10, 5),
    of('directory', 'CreateUser', 10),
    of('directory', 'ListUsers', 20),
    of('directory', 'GET /scim/v2/ServiceProviderConfig', 10),
    of('directory', 'AssociateUserToPermissionGroup', 10),
    of('directory', 'CreateGroupMembership', 20),
    of('directory', 'AddToGroup', 30),
    of('directory', 'GetSecretValue', 1),
    of('directory', 'GetParameter', 1),
    of('sqs', 'SendMessageBatch', 1),
  ];

  expect(callsPerHire(tally, 10)).toEqual({
    tableWrites: 3,
    writeUnits: 4,
    tableReads: 1,
    readUnits: 0.5,
    createUser: 1,
    grants: 6,
    otherDirectoryCalls: 3,
    tokenReads: 0.2,
    sqs: 0.1,
  });
});

describe('the budgets of groups', () => {
  const plain = callsPerHire(
    [of('dynamodb', 'UpdateItem', 20), of('directory', 'CreateUser', 10)],
    10,
  );
  const granted = { ...plain, tableWrites: 3, grants: 2 };
  const grouped: GroupedCalls = {
    name: 'a hire with two groups',
    groups: 2,
    memberships: 2,
    plain,
    granted,
  };
  const missedOf = (changes: Partial<GroupedCalls>) =>
    groupBudgets({ ...grouped, ...changes }).filter(({ isMet }) => !isMet);

  test('are met by one directory call for each group, and one table write for all', () => {
    expect(missedOf({})).toEqual([]);
  });

  test.each<[string, Partial<GroupedCalls>]>([
    ['a group is called for twice', { granted: { ...granted, grants: 3 } }],
    ['a call looks what a group has', { granted: { ...granted, otherDirectoryCalls: 1 } }],
    ['every group is written', { granted: { ...granted, tableWrites: 4 } }],
    ['the record is read', { granted: { ...granted, tableReads: 1 } }],
    ['a membership is missing', { memberships: 1 }],
  ])('are missed when %s', (_, changes) => {
    expect(missedOf(changes)).toHaveLength(1);
  });
});
