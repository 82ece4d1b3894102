import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ScimServer, startScimServer } from '../../../local/directories/scim/server.ts';
import { creationOf, scimTargetAt } from '../../support/directories/scim-harness.ts';
import { ENTRA, IDENTITY_CENTER, startRules } from './scim-rules.ts';

const inTime = new AbortController().signal;
const named = { firstName: 'Zoë', lastName: "O'Neill" };
const { newPassword, ...withoutPassword } = ENTRA.settings;
const { sendsMailNickname, ...withoutMailNickname } = ENTRA.settings;

let server: ScimServer;
beforeEach(async () => {
  server = await startScimServer();
});
afterEach(() => server.stop());

/** That they do take whoever has it all is in contract.test.ts. */
test.each([
  ['Identity Center', 'without names', IDENTITY_CENTER, IDENTITY_CENTER.settings, {}],
  [
    'Identity Center',
    'without a last name',
    IDENTITY_CENTER,
    IDENTITY_CENTER.settings,
    { firstName: 'Z' },
  ],
  ['Identity Center', 'with what it does not know', IDENTITY_CENTER, ENTRA.settings, named],
  ['Entra ID', 'without names', ENTRA, ENTRA.settings, {}],
  ['Entra ID', 'without a password', ENTRA, withoutPassword, named],
  ['Entra ID', 'without a mailNickname', ENTRA, withoutMailNickname, named],
])('the SCIM server of %s takes no one %s', async (_server, _what, rules, deps, fields) => {
  const front = await startRules(server.endpoint, rules);
  const baseUrl = server.baseUrl.replace(server.endpoint, front.endpoint);
  const target = scimTargetAt(baseUrl, { deps });
  const answer = await target.create(creationOf(target, fields), inTime);
  await front.stop();

  expect(answer).toMatchObject({ kind: 'rejected' });
  expect(server.users()).toEqual([]);
});
