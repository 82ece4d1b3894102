import { expect, test } from '@jest/globals';
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
    otherDirectoryCalls: 3,
    tokenReads: 0.2,
    sqs: 0.1,
  });
});
