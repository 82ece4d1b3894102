import { expect } from '@jest/globals';
import { type ScimServerOptions, startScimServer } from '../../../local/directories/scim/server.ts';
import type { AccountFields } from '../../../src/contracts/new-hire.ts';
import { scimError, scimTargetAt } from '../../support/directories/scim-harness.ts';
import { type TargetUnderTest, targetSuite } from '../target.suite.ts';
import { startTargetFaults, type Wording } from '../target-faults.ts';
import { ENTRA, IDENTITY_CENTER, type ScimRules, startRules } from './scim-rules.ts';

const wording: Wording = {
  isCreate: (operation) => operation === 'CreateUser',
  isGrant: (operation) => operation === 'AddToGroup',
  throttled: (seconds) => scimError(429, {}, seconds && { 'retry-after': `${seconds}` }),
  denied: scimError(403),
  refused: scimError(400, { scimType: 'invalidValue' }),
  undocumented: (detail) => scimError(418, { detail }),
};

const IDS = {
  notes: 'our-id',
  groupIds: ['e9e30dba-f08f-4109-8486-d5c6a331660a', '6c5bb468-14b2-4183-baf2-06d523e03bd3'],
} as const;

/** Nothing stands in front of a server that is as RFC 7644 has it. */
const asItIs = async (endpoint: string) => ({ endpoint, unsupported: [], stop: async () => {} });

function start(
  options: ScimServerOptions,
  startFront: (endpoint: string) => ReturnType<typeof startRules> = asItIs,
  deps: ScimRules['settings'] = {},
): TargetUnderTest['start'] {
  return async () => {
    const server = await startScimServer(options);
    const front = await startFront(server.endpoint);
    const { endpoint, faults, stop } = await startTargetFaults(front.endpoint, wording);
    const baseUrl = server.baseUrl.replace(server.endpoint, endpoint);
    return {
      faults,
      target: scimTargetAt(baseUrl, { ...options, deps }),
      addresses: async () => server.users().map(({ userName }) => userName),
      add: async (fields, externalId) =>
        server.addUser({ ...seedOf(fields), ...(externalId && { externalId }) }).id,
      remove: async (userId) => server.removeUser(userId),
      groups: server,
      async stop() {
        await stop();
        await front.stop();
        await server.stop();
        expect(front.unsupported).toEqual([]);
      },
    };
  };
}

const startBy = (rules: ScimRules) =>
  start({}, (endpoint) => startRules(endpoint, rules), rules.settings);

function seedOf({ emailAddress, firstName = '', lastName = '' }: AccountFields) {
  return { userName: emailAddress, name: { givenName: firstName, familyName: lastName } };
}

targetSuite({
  name: 'SCIM and a server with unique user names',
  othersBefore: 3,
  ...IDS,
  start: start({ uniqueUserNames: true }),
});

targetSuite({
  name: 'SCIM and a server that prevents no duplicate accounts',
  othersBefore: 3,
  ...IDS,
  start: start({ uniqueUserNames: false }),
});

targetSuite({
  name: 'SCIM and a server that filters nothing',
  othersBefore: 103,
  ...IDS,
  start: start({ filters: false }),
});

targetSuite({
  name: 'SCIM and a server with the rules of IAM Identity Center’s',
  othersBefore: 3,
  ...IDS,
  start: startBy(IDENTITY_CENTER),
});

targetSuite({
  name: 'SCIM and a server with the rules of Microsoft Entra ID’s',
  othersBefore: 3,
  ...IDS,
  start: startBy(ENTRA),
});
