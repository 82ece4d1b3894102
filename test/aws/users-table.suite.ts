import { describe } from '@jest/globals';
import { describeUsersStore } from './users-store.suite.ts';
import { describeBudget } from './users-table/budget.suite.ts';
import { describeCalls } from './users-table/calls.suite.ts';
import { describeDanglingPointer } from './users-table/dangling-pointer.suite.ts';
import { describeErase } from './users-table/erase.suite.ts';
import { describeItems } from './users-table/items.suite.ts';
import { describePointRecords } from './users-table/point-records.suite.ts';
import { describeRead } from './users-table/read.suite.ts';
import { describeReassign } from './users-table/reassign.suite.ts';
import { describeSentTwice } from './users-table/sent-twice.suite.ts';
import { type DynamoDb, useUsersTable } from './users-table/table-harness.ts';

/** The promises of the users table, for any DynamoDB. `start` gives one without tables. */
export function describeUsersTable(name: string, start: () => Promise<DynamoDb>): void {
  describe(`the users table on ${name}`, () => {
    const table = useUsersTable(start);

    describeUsersStore(name, () => table.store());
    describeSentTwice(table);
    describeRead(table);
    describeItems(table);
    describeCalls(table);
    describeBudget(table);
    describeErase(table);
    describePointRecords(table);
    describeDanglingPointer(table);
    describeReassign(table);
  });
}
