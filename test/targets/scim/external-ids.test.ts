import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, HOUR_MS, hire } from '../../support/bodies/hires.ts';
import {
  answering,
  type ScimHarness,
  startScimHarness,
  withBody,
} from '../../support/directories/scim-harness.ts';
import { digestsFor } from '../../support/engine/digests.ts';
import { type EngineHarness, startEngineHarness } from '../../support/engine/engine-harness.ts';

/** As an identity provider writes it: Entra its object id, Okta its user id. */
const OF_THE_PROVIDER = '00u1b2c3d4E5F6g7h8i9';

let engine: EngineHarness;
let harness: ScimHarness;
afterEach(async () => {
  await Promise.all([engine.stop(), harness.stop()]);
});

async function start(externalIdIsEmployeeId: boolean): Promise<void> {
  engine = await startEngineHarness();
  const deps = { externalIdIsEmployeeId };
  harness = await startScimHarness({ clock: engine.clock, uniqueUserNames: false, deps });
}

async function deliver(changes: object = {}) {
  const { target } = harness;
  await engine.deliver([{ body: hire({ employeeId: 'E-7', ...changes }) }], { ports: { target } });
  engine.clock.advance(HOUR_MS);
}
const keyOf = (emailAddress: string) => digestsFor(harness.target.id).personKeyOf(emailAddress);

describe('where externalId is the employee id', () => {
  beforeEach(() => start(true));

  test('an account with another id is another person’s', async () => {
    harness.server.addUser({ userName: ADA, externalId: OF_THE_PROVIDER });
    await deliver();

    expect(await engine.outcomes()).toEqual(['address-belongs-to-another']);
  });
});

describe('where another system writes externalId', () => {
  beforeEach(() => start(false));

  test('an account with that system’s id is taken over by its address', async () => {
    harness.server.addUser({ userName: ADA, externalId: OF_THE_PROVIDER });
    engine.clock.advance(HOUR_MS);
    await deliver();

    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('a duplicate is still the person’s once that system has replaced our id', async () => {
    await deliver();
    const { id = '' } = harness.server.users()[0] ?? {};
    harness.server.updateUser(id, { externalId: OF_THE_PROVIDER });
    await deliver({ requestId: 'request-2' });

    expect(await engine.outcomes()).toEqual(['created', 'duplicate']);
  });

  test('an account with the employee id of the hire at another address is not the hire’s', async () => {
    harness.server.addUser({ userName: 'grace@example.com', externalId: 'E-7' });
    await deliver();

    expect(await engine.outcomes()).toEqual(['created']);
  });

  test('an account is created with the person key, by which it is found', async () => {
    await deliver();
    const { id = '' } = harness.server.users()[0] ?? {};
    harness.server.updateUser(id, { userName: 'ada.king@example.com' });

    expect(harness.server.users()).toMatchObject([{ externalId: keyOf(ADA) }]);
    expect(
      await harness.target.find(
        ADA,
        undefined,
        { pause: new AbortController().signal, abort: new AbortController().signal },
        { personKey: keyOf(ADA), employeeId: 'E-7' },
      ),
    ).toMatchObject({ kind: 'found', users: [{ userId: id, employeeId: keyOf(ADA) }] });
  });

  test('an account with another person’s key is another person’s', async () => {
    harness.server.addUser({ userName: ADA, externalId: keyOf('grace@example.com') });
    await deliver();

    expect(await engine.outcomes()).toEqual(['address-belongs-to-another']);
  });

  test('an account is created though the server returns an id of that system', async () => {
    harness.quirk(
      answering('CreateUser', (answer) => withBody(answer, { externalId: OF_THE_PROVIDER })),
    );
    await deliver();

    expect(await engine.outcomes()).toEqual(['created']);
  });
});
