import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { UsersStore } from '../../src/provisioning/users-store.ts';
import { describeClaim } from './users-store/claim.suite.ts';
import { describeClaimWithPlace } from './users-store/claim-with-place.suite.ts';
import { describeComplete } from './users-store/complete.suite.ts';
import { describeFail } from './users-store/fail.suite.ts';
import { describeFinish } from './users-store/finish.suite.ts';
import { describeNotes } from './users-store/notes.suite.ts';
import { describePoint } from './users-store/point.suite.ts';
import { describeReopen } from './users-store/reopen.suite.ts';
import { describeSaveSearch } from './users-store/save-search.suite.ts';
import { storeCalls } from './users-store/store-calls.ts';

/** The promises of the port, for any users store. `store` gives one that is ready while a test runs. */
export function describeUsersStore(name: string, store: () => UsersStore): void {
  describe(`as a users store, ${name}`, () => {
    let personKey: string;
    const calls = storeCalls(store, () => personKey);

    beforeEach(() => {
      personKey = `user#${randomUUID()}`;
    });

    describeClaim(calls);
    describeClaimWithPlace(calls);
    describeComplete(calls);
    describeFail(calls);
    describeFinish(calls);
    describeReopen(calls);
    describeNotes(calls);
    describePoint(calls);
    describeSaveSearch(calls);

    test('a person without a record has none', async () => {
      expect(await calls.read()).toBeUndefined();
    });
  });
}
