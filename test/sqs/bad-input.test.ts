import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BAD_BODIES, SECRET } from '../support/bodies/bad-bodies.ts';
import { FUZZED_BODIES } from '../support/bodies/fuzzed-bodies.ts';
import { fuzzedBodies, tryBodies } from '../support/bodies/try-bodies.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';
import { isKept } from '../support/trials/tally.ts';

const hopeless = BAD_BODIES.filter(({ code }) => code !== undefined);
const acceptable = BAD_BODIES.filter(({ code }) => code === undefined);

let engine: EngineHarness;
beforeAll(async () => {
  engine = await startEngineHarness();
});
afterAll(() => engine.stop());

describe('a body that can never become an account', () => {
  test.each(hopeless)(
    '$family: $what is rejected with its reason, and not repeated in the log',
    async ({ body, code }) => {
      const before = engine.directory.users().length;
      const { again, log } = await engine.deliver([{ body }]);

      expect(again).toEqual([]);
      expect(log.map(({ facts }) => facts['reasonCode'])).toEqual([code]);
      expect(JSON.stringify(log)).not.toContain(SECRET);
      expect(engine.directory.users()).toHaveLength(before);
    },
  );

  test('a body that can never become an account is kept as it came, however large', async () => {
    const kept = (await engine.rejected()).map(({ body }) => body);

    expect(kept.toSorted()).toEqual(hopeless.map(({ body }) => body).toSorted());
    expect(kept.filter((body) => body.length === 1_048_576)).toHaveLength(1);
  });
});

describe('a strange body that is still a hire', () => {
  test.each(acceptable)(
    '$family: $what becomes an account of what the contract knows, and is not in the log',
    async ({ body }) => {
      const before = engine.directory.users().length;
      const { again, log } = await engine.deliver([{ body }]);

      expect(again).toEqual([]);
      expect(JSON.stringify(log)).not.toContain(SECRET);
      expect(engine.directory.users().slice(before)).toMatchObject([{ type: 'APP_USER' }]);
    },
  );
});

// Always the same ones; `npm run prove` draws others.
test.each(Object.keys(FUZZED_BODIES))(
  'of %s every one becomes an account or is kept with its reason, and none is in the log',
  async (family) => {
    const tally = await tryBodies(engine, family, fuzzedBodies(family, { seed: 1, bodies: 100 }));

    expect(tally.broken).toEqual([]);
    expect(isKept(tally)).toBe(true);
  },
);
