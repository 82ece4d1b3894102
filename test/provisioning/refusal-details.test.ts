import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CreateResult } from '../../src/provisioning/ports.ts';
import { refusedByTarget } from '../../src/provisioning/refusal-details.ts';
import { createMemoryDirectory } from '../proof/in-memory/memory-directory.ts';
import { HOUR_MS, hire } from '../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

const REFUSAL: CreateResult = {
  kind: 'rejected',
  afterLostAnswer: false,
  details: { status: 400, code: 'invalidValue', fields: ['emailAddress', 'lastName'] },
};
const REASON =
  'The directory refused the fields of this hire. Check them against its rules and send the hire again. It returned: HTTP 400, invalidValue, about emailAddress, lastName.';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

describe('a refusal by the directory', () => {
  const deliver = (refusal: CreateResult) => {
    const directory = createMemoryDirectory(engine.clock, { refusal });
    directory.refuse();
    const message = { body: hire(), messageId: 'm-1' };
    return engine.deliver([message], { ports: { target: directory } });
  };

  test('says in the rejection what is safe in its response', async () => {
    await deliver(REFUSAL);

    expect((await engine.rejected())[0]?.attributes).toMatchObject({
      reasonCode: 'refused-by-target',
      reason: REASON,
    });
  });

  test('says so in the log', async () => {
    const { log } = await deliver(REFUSAL);

    expect(log).toMatchObject([
      { message: 'rejected', facts: { reasonCode: 'refused-by-target', reason: REASON } },
    ]);
  });

  test('is repeated with the same reason when the message returns', async () => {
    await deliver(REFUSAL);
    await deliver({ kind: 'rejected', afterLostAnswer: false });
    const [first, second] = await engine.events();

    expect(first?.data).toMatchObject({ reason: { message: REASON } });
    expect(second).toEqual(first);
  });

  test('keeps its reason where only a search made it final', async () => {
    await deliver({ ...REFUSAL, afterLostAnswer: true });
    engine.clock.advance(HOUR_MS);
    await deliver(REFUSAL);

    expect((await engine.rejected())[0]?.attributes).toMatchObject({ reason: REASON });
  });
});

test.each([
  ['nothing', undefined, /send the hire again\.$/],
  ['a status alone', { status: 422, fields: [] }, /It returned: HTTP 422\.$/],
  ['a code alone', { code: 'ValidationException', fields: [] }, /: ValidationException\.$/],
] as const)(
  'the reason of a refusal with %s safe in it is a whole sentence',
  (_, details, text) => {
    expect(refusedByTarget(details).message).toMatch(text);
  },
);
