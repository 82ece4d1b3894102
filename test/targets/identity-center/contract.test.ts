import { startIdentityCenterDouble } from '../../../local/directories/identity-center/server.ts';
import { createIdentityCenterTarget } from '../../../src/targets/identity-center/target.ts';
import { targetSuite } from '../target.suite.ts';
import { startTargetFaults } from '../target-faults.ts';
import { createTestClient, wording } from './wire.ts';

targetSuite({
  name: 'IAM Identity Center and its double',
  othersBefore: 3,
  notes: 'employee-number',
  async start() {
    const directory = await startIdentityCenterDouble();
    const { endpoint, faults, stop } = await startTargetFaults(directory.endpoint, wording);
    const client = createTestClient(endpoint);
    return {
      faults,
      target: createIdentityCenterTarget({
        client,
        identityStoreId: 'd-0000000001',
        userNaming: 'address',
      }),
      addresses: async () => directory.users().map(({ emailAddress }) => emailAddress),
      add: async ({ emailAddress, firstName = '', lastName = '' }, employeeNumber) =>
        directory.addUser({
          emailAddress,
          firstName,
          lastName,
          ...(employeeNumber !== undefined && { employeeNumber }),
        }).userId,
      remove: async (userId) => directory.removeUser(userId),
      async stop() {
        client.destroy();
        await Promise.all([stop(), directory.stop()]);
      },
    };
  },
});
