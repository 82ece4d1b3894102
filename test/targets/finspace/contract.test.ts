import { startFinspaceDouble } from '../../../local/directories/finspace/server.ts';
import { createTestClient, createTestTarget } from '../../support/directories/finspace-client.ts';
import { targetSuite } from '../target.suite.ts';
import { startTargetFaults, type Wording } from '../target-faults.ts';

const error = (name: string, status: number, message = '', headers = {}) => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': name, ...headers },
  body: JSON.stringify({ message }),
});

const wording: Wording = {
  isCreate: (operation) => operation === 'CreateUser',
  isGrant: (operation) => operation === 'AssociateUserToPermissionGroup',
  throttled: (seconds) =>
    error('ThrottlingException', 429, '', seconds && { 'retry-after': `${seconds}` }),
  denied: error('AccessDeniedException', 403),
  refused: error('ValidationException', 400),
  undocumented: (words) => error('TeapotException', 418, words),
};

targetSuite({
  name: 'FinSpace and its double',
  othersBefore: 3,
  groupIds: ['2ka7pzxvq4mtwyhd3fbn6rgcse', 'kq5jw3nxh7dm2ytv4azr6bpgfu'],
  notes: 'nothing',
  async start() {
    const directory = await startFinspaceDouble({ pageSize: 2 });
    const { endpoint, faults, stop } = await startTargetFaults(directory.endpoint, wording);
    const client = createTestClient(endpoint, {}, 1);
    return {
      faults,
      target: createTestTarget(client),
      addresses: async () => directory.users().map(({ emailAddress }) => emailAddress),
      add: async (fields) => directory.addUser(fields).userId,
      remove: async (userId) => directory.removeUser(userId),
      groups: directory,
      async stop() {
        client.destroy();
        await Promise.all([stop(), directory.stop()]);
      },
    };
  },
});
