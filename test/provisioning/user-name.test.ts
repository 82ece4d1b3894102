import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type IdentityCenterDouble,
  startIdentityCenterDouble,
} from '../../local/directories/identity-center/server.ts';
import type { UserNameForm } from '../../src/provisioning/user-name.ts';
import { createIdentityCenterTarget } from '../../src/targets/identity-center/target.ts';
import { ADA, hire } from '../support/bodies/hires.ts';
import { digestsFor } from '../support/engine/digests.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';
import { createTestClient } from '../targets/identity-center/wire.ts';

const STORE = 'd-0000000001';

let directory: IdentityCenterDouble;
let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
  directory = await startIdentityCenterDouble({ clock: engine.clock });
});
afterEach(() => Promise.all([directory.stop(), engine.stop()]));

function deliver(userNaming: UserNameForm, requestId = 'request-1') {
  const target = createIdentityCenterTarget({
    client: createTestClient(directory.endpoint),
    identityStoreId: STORE,
    userNaming,
  });
  const body = hire({ requestId });
  return engine.deliver([{ body }], { ports: { target } });
}
const userNames = async () =>
  (await engine.events()).map(({ data }) => ('userName' in data ? data.userName : undefined));

describe('the user name in the event', () => {
  test.each([
    ['address', ADA],
    ['local-part', 'ada.lovelace'],
  ] as const)('is the one that the account got: %s', async (userNaming, userName) => {
    await deliver(userNaming);

    expect(await userNames()).toEqual([userName]);
    expect(directory.users()).toMatchObject([{ userName }]);
  });

  test('stays the one of the account after the setting has changed', async () => {
    await deliver('local-part');
    await deliver('address');
    await deliver('address', 'request-2');

    const [first, again] = await engine.events();
    expect(again).toEqual(first);
    expect(await userNames()).toEqual(['ada.lovelace', 'ada.lovelace', 'ada.lovelace']);
  });

  test('is that of an account which existed before', async () => {
    directory.addUser({ emailAddress: ADA, userName: 'ada.lovelace' });
    await deliver('address');

    expect(await engine.outcomes()).toEqual(['existing']);
    expect(await userNames()).toEqual(['ada.lovelace']);
  });

  test.each(['ada', 'Ada.Lovelace'])(
    'is left out where it does not follow from the address: %s',
    async (userName) => {
      directory.addUser({ emailAddress: ADA, userName });
      await deliver('address');

      expect(await engine.outcomes()).toEqual(['existing']);
      expect(await userNames()).toEqual([undefined]);
    },
  );

  test('is left out where the directory has no user names', async () => {
    await engine.deliver([{ body: hire() }]);

    expect(await userNames()).toEqual([undefined]);
  });
});

test('the record has no user name, only how it follows from the address', async () => {
  await deliver('local-part');

  const record = await engine.record(ADA, digestsFor(`identity-center:${STORE}`));
  expect(record).toMatchObject({ userNameForm: 'local-part' });
  expect(JSON.stringify(record)).not.toMatch(/ada|lovelace/i);
});
