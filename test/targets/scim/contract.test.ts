import type { AccountFields } from '../../../src/contracts/new-hire.ts';
import { type ScimServerOptions, startScimServer } from '../../../src/local/scim-server/server.ts';
import { scimError, scimTargetAt } from '../../support/scim-world.ts';
import { startTargetFaults, type Wording } from '../../support/target-faults.ts';
import { type TargetUnderTest, targetSuite } from '../target.suite.ts';

const wording: Wording = {
  isCreate: (operation) => operation === 'CreateUser',
  throttled: (seconds) => scimError(429, {}, seconds && { 'retry-after': `${seconds}` }),
  denied: scimError(403),
  refused: scimError(400, { scimType: 'invalidValue' }),
  undocumented: (detail) => scimError(418, { detail }),
};

function start(options: ScimServerOptions): TargetUnderTest['start'] {
  return async () => {
    const server = await startScimServer(options);
    const { endpoint, faults, stop } = await startTargetFaults(server.endpoint, wording);
    const baseUrl = server.baseUrl.replace(server.endpoint, endpoint);
    return {
      faults,
      target: scimTargetAt(baseUrl, options),
      addresses: async () => server.users().map(({ userName }) => userName),
      add: async (fields, externalId) =>
        server.addUser({ ...seedOf(fields), ...(externalId && { externalId }) }).id,
      remove: async (userId) => server.removeUser(userId),
      async stop() {
        await stop();
        await server.stop();
      },
    };
  };
}

function seedOf({ emailAddress, firstName = '', lastName = '' }: AccountFields) {
  return { userName: emailAddress, name: { givenName: firstName, familyName: lastName } };
}

targetSuite({
  name: 'SCIM and a server with unique user names',
  othersBefore: 3,
  notes: 'our-id',
  start: start({ uniqueUserNames: true }),
});

targetSuite({
  name: 'SCIM and a server that prevents no twins',
  othersBefore: 3,
  notes: 'our-id',
  start: start({ uniqueUserNames: false }),
});

targetSuite({
  name: 'SCIM and a server that filters nothing',
  othersBefore: 103,
  notes: 'our-id',
  start: start({ filters: false }),
});
