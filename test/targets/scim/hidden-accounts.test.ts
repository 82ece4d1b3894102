import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, HOUR_MS, hire } from '../../support/bodies/hires.ts';
import {
  firstOf,
  insteadOf,
  type ScimHarness,
  scimError,
  startScimHarness,
  withBody,
} from '../../support/directories/scim-harness.ts';
import { type EngineHarness, startEngineHarness } from '../../support/engine/engine-harness.ts';
import type { CallHook, InterceptedCall } from '../../support/http/intercepting-proxy.ts';

let engine: EngineHarness;
let harness: ScimHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
  harness = await startScimHarness({ clock: engine.clock });
});
afterEach(async () => {
  await Promise.all([engine.stop(), harness.stop()]);
});

async function deliver() {
  const { target } = harness;
  const delivered = await engine.deliver([{ body: hire(), messageId: 'm-1' }], {
    ports: { target },
  });
  engine.clock.advance(HOUR_MS);
  return delivered;
}
const queryOf = (path: string) => new URL(path, 'http://scim').searchParams;
const pages = () => harness.requests.filter(({ path }) => queryOf(path).has('startIndex'));
const instead =
  (answer: (call: InterceptedCall) => ReturnType<CallHook>): CallHook =>
  (call, phase) =>
    phase === 'before' ? answer(call) : undefined;
const quirks = (...hooks: readonly CallHook[]) => harness.quirk(firstOf(...hooks));

const withoutEmailFilter = instead(({ path }) =>
  queryOf(path).get('filter')?.startsWith('emails') ? scimError(400) : undefined,
);
const withoutPages = instead(({ path }) =>
  queryOf(path).has('startIndex') ? scimError(400) : undefined,
);
/** Compares user names letter by letter in filters, though two accounts may not differ by letter case alone. */
const caseSensitive: CallHook = ({ path, answer }, phase) => {
  const [, sought] = /^userName eq "(.*)"$/.exec(queryOf(path).get('filter') ?? '') ?? [];
  if (phase !== 'committed' || !answer || sought === undefined) return undefined;
  const { Resources = [] } = JSON.parse(answer.body);
  const users = Resources.filter(({ userName }: { userName: string }) => userName === sought);
  return withBody(answer, { Resources: users, totalResults: users.length });
};

describe('a server whose filters compare letter case, and which refuses other spellings', () => {
  test.each(['Ada.Lovelace@example.com', 'Ada.Lovelace@Example.com', 'ADA.LOVELACE@EXAMPLE.COM'])(
    'is asked for usual spellings after a conflict: %s',
    async (userName) => {
      harness.server.addUser({ userName });
      quirks(caseSensitive, withoutPages);
      await deliver();

      expect(await engine.outcomes()).toEqual(['existing']);
    },
  );

  test('is read to the end after a conflict that no spelling explains', async () => {
    for (let each = 0; each < 105; each += 1)
      harness.server.addUser({ userName: `other-${each}@example.com` });
    harness.server.addUser({ userName: 'adA.lovelacE@example.com' });
    quirks(caseSensitive);
    await deliver();

    expect(await engine.outcomes()).toEqual(['existing']);
    expect(pages()).toHaveLength(2);
  });

  test('is asked for the spelling that it has shown itself', async () => {
    const userName = 'adA.lovelacE@example.com';
    harness.server.addUser({ userName });
    const showingIt = instead(({ operation }) =>
      operation === 'CreateUser' ? scimError(409, { userName }) : undefined,
    );
    quirks(showingIt, caseSensitive, withoutPages);
    await deliver();

    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('ends as a conflict without a find where it does not list its users either', async () => {
    harness.server.addUser({ userName: 'adA.lovelacE@example.com' });
    quirks(caseSensitive, withoutPages);
    await deliver();
    const { causes } = await deliver();
    await deliver();

    expect(causes).toEqual(['conflict-but-not-found']);
    expect((await engine.deadLetters())[0]?.attributes).toMatchObject({
      reasonCode: 'conflict-but-not-found',
    });
  });

  test('is not read to the end before there is a conflict', async () => {
    await deliver();

    expect(await engine.outcomes()).toEqual(['created']);
    expect(pages()).toEqual([]);
  });
});

describe('a server that responds to a duplicate with 500, each time', () => {
  const failing = instead(({ operation }) =>
    operation === 'CreateUser' ? scimError(500) : undefined,
  );

  test('is searched from the second attempt on, and the account is found', async () => {
    harness.server.addUser({ userName: ADA });
    quirks(failing, withoutEmailFilter);
    const [first, second] = [await deliver(), await deliver()];

    expect(first.causes).toEqual(['target-unavailable']);
    expect(second.causes).toEqual([]);
    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('and compares letter case in filters is asked for usual spellings too', async () => {
    harness.server.addUser({ userName: 'Ada.Lovelace@example.com' });
    quirks(failing, withoutEmailFilter, caseSensitive);
    await deliver();
    await deliver();

    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('has an outage where no account is found: the hire waits, and is then created', async () => {
    quirks(failing, withoutEmailFilter);
    const causes = [...(await deliver()).causes, ...(await deliver()).causes];
    quirks(withoutEmailFilter);
    await deliver();

    expect(causes).toEqual(['target-unavailable', 'target-unavailable']);
    expect(await engine.outcomes()).toEqual(['created']);
  });

  test('is not searched after another server error: that is an outage', async () => {
    quirks(
      instead(({ operation }) => (operation === 'CreateUser' ? scimError(503) : undefined)),
      withoutEmailFilter,
    );
    await deliver();
    await deliver();

    // The look-up of the e-mail was refused, also for an address that no user has, and is not repeated.
    expect(harness.calls()).toEqual(['ListUsers', 'ListUsers', 'CreateUser', 'CreateUser']);
  });
});

describe('a server that refuses an existing user as it refuses an invalid one', () => {
  beforeEach(() => {
    harness.quirk(insteadOf('CreateUser', scimError(400)));
  });

  test('has its account found, and the hire is not rejected', async () => {
    harness.server.addUser({ userName: ADA });
    await deliver();

    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('rejects a hire for which it has none at once: no call of ours can have made one', async () => {
    await deliver();

    expect(await engine.outcomes()).toEqual(['refused-by-target']);
  });
});
