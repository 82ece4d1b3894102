import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createMemoryDirectory } from '../proof/in-memory/memory-directory.ts';
import { hire } from '../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

const ONE_NAME = { firstName: 'Suharti', lastName: '' };

/** Delivers a hire to a directory that requires both names. */
async function deliver(changes: object, singleName?: string) {
  const directory = createMemoryDirectory(engine.clock);
  const target = { ...directory, requires: ['firstName', 'lastName'] as const };
  const env = singleName === undefined ? {} : { SINGLE_NAME: singleName };
  await engine.deliver([{ body: hire({ ...changes }) }], { env, ports: { target } });
  return directory.users;
}

describe('a hire with one name, where the directory requires both', () => {
  test('is rejected, with what to send', async () => {
    await deliver(ONE_NAME);

    expect((await engine.rejected())[0]?.attributes).toMatchObject({
      reasonCode: 'required-by-target',
      reason:
        "lastName: is required by this directory; send it. For a person with one name, repeat the name or send -, as the directory's owner decides; SINGLE_NAME decides it for all",
    });
    expect(await engine.recordCount()).toBe(0);
  });

  test.each([
    ['repeat', ONE_NAME, { firstName: 'Suharti', lastName: 'Suharti' }],
    ['dash', ONE_NAME, { firstName: 'Suharti', lastName: '-' }],
    [
      'repeat',
      { firstName: null, lastName: 'Kartini' },
      { firstName: 'Kartini', lastName: 'Kartini' },
    ],
    ['dash', { firstName: null, lastName: 'Kartini' }, { firstName: '-', lastName: 'Kartini' }],
  ])('gets the other with %s: %j', async (singleName, sent, names) => {
    expect(await deliver(sent, singleName)).toMatchObject([names]);
    expect(await engine.outcomes()).toEqual(['created']);
    expect((await engine.events())[0]?.data).not.toHaveProperty('differs');
  });

  test('is rejected without any name, whatever is decided about one', async () => {
    await deliver({ firstName: null, lastName: null }, 'repeat');

    expect((await engine.rejected())[0]?.attributes['reason']).toBe(
      'firstName: is required by this directory; send it. lastName: is required by this directory; send it',
    );
  });
});

test('a directory that requires no names gets one name as it is', async () => {
  await engine.deliver([{ body: hire(ONE_NAME) }], { env: { SINGLE_NAME: 'repeat' } });

  expect(engine.directory.users()).toMatchObject([{ firstName: 'Suharti' }]);
  expect(engine.directory.users()[0]).not.toHaveProperty('lastName');
});

test('a directory that requires one name gets no other one', async () => {
  const directory = createMemoryDirectory(engine.clock);
  const target = { ...directory, requires: ['firstName'] as const };
  await engine.deliver([{ body: hire(ONE_NAME) }], {
    env: { SINGLE_NAME: 'dash' },
    ports: { target },
  });

  expect(directory.users[0]).not.toHaveProperty('lastName');
});

test('a hire of two names is left as it is', async () => {
  expect(await deliver({ firstName: 'Su', lastName: 'Harti' }, 'dash')).toMatchObject([
    { firstName: 'Su', lastName: 'Harti' },
  ]);
});
