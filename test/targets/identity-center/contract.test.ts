import { startIdentityCenterDouble } from '../../../local/directories/identity-center/server.ts';
import { createIdentityCenterTarget } from '../../../src/targets/identity-center/target.ts';
import { targetSuite } from '../target.suite.ts';
import { startTargetFaults } from '../target-faults.ts';
import { createTestClient, wording } from './wire.ts';

targetSuite({
  name: 'IAM Identity Center and its double',
  othersBefore: 3,
  groupIds: [
    '9067642ac7-5b1f2d34-8c6e-4a1f-9d0b-2e7c4a6f8b10',
    '0d3c8a52-71e4-4b9f-a6d2-5f0e9c1b7a38',
  ],
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
      groups: directory,
      async stop() {
        client.destroy();
        await Promise.all([stop(), directory.stop()]);
      },
    };
  },
});
