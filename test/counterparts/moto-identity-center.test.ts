import {
  CreateUserCommand,
  DeleteUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-identitystore';
import { afterAll, beforeAll } from '@jest/globals';
import { createIdentityCenterTarget } from '../../src/targets/identity-center/target.ts';
import { startTargetFaults } from '../support/target-faults.ts';
import { createTestClient, wording } from '../targets/identity-center/wire.ts';
import { targetSuite } from '../targets/target.suite.ts';
import { motoServer } from './counterparts.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { withCounterpart } from './with-counterpart.ts';

withCounterpart(motoServer, 'the identity store of moto_server', () => {
  let server: ServerProcess;
  let stores = 0;
  beforeAll(async () => {
    server = await startServerProcess({
      command: 'moto_server',
      args: (port) => ['-p', `${port}`],
    });
  });
  afterAll(() => server.stop());

  targetSuite({
    name: 'IAM Identity Center and moto',
    othersBefore: 3,
    async start() {
      // Moto makes a store of any id, at its first use.
      stores += 1;
      const IdentityStoreId = `d-${stores.toString().padStart(10, '0')}`;
      const { endpoint, faults, stop } = await startTargetFaults(server.endpoint, wording);
      const client = createTestClient(endpoint);
      const aside = createTestClient(server.endpoint);
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
        async add({ emailAddress, firstName, lastName }) {
          const command = new CreateUserCommand({
            ...{ IdentityStoreId, UserName: emailAddress, DisplayName: emailAddress },
            Name: { GivenName: firstName, FamilyName: lastName },
            Emails: [{ Value: emailAddress, Type: 'work', Primary: true }],
          });
          return (await aside.send(command)).UserId ?? '';
        },
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
});
