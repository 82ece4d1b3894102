import {
  CreateGroupCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteUserCommand,
  type IdentitystoreClient,
  ListGroupMembershipsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-identitystore';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AccountFields } from '../../src/contracts/new-hire.ts';
import { createIdentityCenterTarget } from '../../src/targets/identity-center/target.ts';
import { createTestClient, wording } from '../targets/identity-center/wire.ts';
import { grantOf } from '../targets/memberships.suite.ts';
import { targetSuite } from '../targets/target.suite.ts';
import { startTargetFaults } from '../targets/target-faults.ts';
import type { ServerProcess } from './server-process.ts';

const ZOE: AccountFields = {
  emailAddress: 'zoe@example.com',
  type: 'APP_USER',
  apiAccess: 'DISABLED',
  firstName: 'Zoë',
  lastName: "O'Neill",
};

/**
 * Where moto_server (asked: 5.2.1) differs from the service's documentation, and from our double:
 *
 * | | moto | documented, or the double |
 * |---|---|---|
 * | store | of any id, even `nope`: empty until used | ResourceNotFoundException, `IDENTITY_STORE` |
 * | user names | unique letter by letter | unique in any letter case (assumed: AWS does not say) |
 * | e-mails | never unique; several may be given | unique; one (`Duplicate Email`) |
 * | look-ups | letter by letter | in any letter case (assumed) |
 * | ConflictException | `UNIQUENESS_CONSTRAINT_VIOLATION` for a user name; never `CONCURRENT_MODIFICATION` | both reasons |
 * | ValidationException | for absent names only, with `Reason: null` | for lengths (a user name of 129) and blanks too, without |
 * | user id | a UUID; any other text is `USER` not found | prefix of the store and UUID; others do not validate |
 * | memberships | any number of the same; no IsMemberInGroups, so that no conflict is tried here | one; ConflictException; IsMemberInGroups |
 * | what is shown | no `CreatedAt`, `UserStatus`, `Extensions` | all three: only `existing`, never `recovered`, on moto |
 * | `MaxResults: 101`, a wrong `NextToken` | taken; `InvalidToken` | ValidationException |
 * | signature | any | its own key, or refused |
 * | throttling, denial, outage, hang, lost answer | none: the proxy in front makes them | the service's own |
 */
export function describeIdentityStoreOnMoto(server: () => ServerProcess): void {
  let stores = 0;

  /** Moto makes a store of any id, at its first use. */
  function newStoreId(): string {
    stores += 1;
    return `d-${stores.toString().padStart(10, '0')}`;
  }

  targetSuite({
    name: 'IAM Identity Center and moto',
    othersBefore: 3,
    // It keeps no extensions.
    notes: 'nothing',
    async start() {
      const IdentityStoreId = newStoreId();
      const { endpoint, faults, stop } = await startTargetFaults(server().endpoint, wording);
      const client = createTestClient(endpoint);
      const aside = createTestClient(server().endpoint);
      return {
        faults,
        target: createIdentityCenterTarget({
          client,
          identityStoreId: IdentityStoreId,
          userNaming: 'address',
        }),
        async addresses() {
          const { Users = [] } = await aside.send(new ListUsersCommand({ IdentityStoreId }));
          return Users.map(({ UserName = '' }) => UserName);
        },
        add: (fields) => addUser(fields, IdentityStoreId, aside),
        async remove(UserId) {
          await aside.send(new DeleteUserCommand({ IdentityStoreId, UserId }));
        },
        async stop() {
          client.destroy();
          aside.destroy();
          await stop();
        },
      };
    },
  });

  describe('grant', () => {
    let client: IdentitystoreClient;
    let IdentityStoreId: string;
    let userId: string;
    let group: string;
    beforeEach(async () => {
      client = createTestClient(server().endpoint);
      IdentityStoreId = newStoreId();
      userId = await addUser(ZOE, IdentityStoreId, client);
      const command = new CreateGroupCommand({ IdentityStoreId, DisplayName: 'Analysts' });
      group = (await client.send(command)).GroupId ?? '';
    });
    afterEach(() => client.destroy());

    const grant = () => {
      const parts = { client, identityStoreId: IdentityStoreId, userNaming: 'address' } as const;
      return grantOf(createIdentityCenterTarget(parts))(
        userId,
        group,
        new AbortController().signal,
      );
    };

    test('grant adds the account to the group', async () => {
      expect(await grant()).toEqual({ kind: 'granted' });
      expect(
        await client.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId: group })),
      ).toMatchObject({ GroupMemberships: [{ GroupId: group, MemberId: { UserId: userId } }] });
    });

    test('grant of a group that is gone is refused', async () => {
      await client.send(new DeleteGroupCommand({ IdentityStoreId, GroupId: group }));

      expect(await grant()).toEqual({ kind: 'refused' });
    });

    test('grant to an account that is gone says so', async () => {
      await client.send(new DeleteUserCommand({ IdentityStoreId, UserId: userId }));

      expect(await grant()).toEqual({ kind: 'no-such-user' });
    });
  });
}

/** Adds an account past the target, and returns its user id. */
async function addUser(
  { emailAddress, firstName, lastName }: AccountFields,
  IdentityStoreId: string,
  client: IdentitystoreClient,
): Promise<string> {
  const command = new CreateUserCommand({
    IdentityStoreId,
    UserName: emailAddress,
    DisplayName: emailAddress,
    Name: { GivenName: firstName, FamilyName: lastName },
    Emails: [{ Value: emailAddress, Type: 'work', Primary: true }],
  });
  return (await client.send(command)).UserId ?? '';
}
