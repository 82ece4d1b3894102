import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  answering,
  insteadOf,
  type ScimHarness,
  scimError,
  startScimHarness,
  withBody,
} from '../../support/directories/scim-harness.ts';
import { LOOK_UPS_WITHOUT_FILTERS, never, seekingIn } from './seeking.ts';

let harness: ScimHarness;

/** Filters are ignored. */
beforeEach(async () => {
  harness = await startScimHarness({ uniqueUserNames: false, filters: false });
});

afterEach(() => harness.stop());

const { find, add, addOthers } = seekingIn(() => harness);

describe('reading every user', () => {
  test('reading every user takes one who matches in other letter case only if no one matches exactly', async () => {
    const { id } = add({ userName: 'ZOE@example.com' });
    addOthers(120);

    expect(await find()).toMatchObject({
      kind: 'found',
      users: [{ userId: id, emailAddress: 'ZOE@example.com' }],
    });
    expect(harness.calls()).toHaveLength(LOOK_UPS_WITHOUT_FILTERS + 2);
  });

  test('reading every user continues past a user at the address: duplicate accounts may be on different pages', async () => {
    const first = add();
    addOthers(105);
    const twins = [first, add()].map(({ id }) => ({ userId: id }));

    expect(await find()).toMatchObject({ kind: 'found', users: twins });
  });

  test('reading every user continues to the account with HR’s own id, whatever its address is now', async () => {
    add();
    addOthers(105);
    const { id } = add({ userName: 'zoe.oneill@example.com', externalId: 'E-7' });

    const answer = await find();

    expect(answer).toMatchObject({ kind: 'found', users: [{ userId: id, employeeId: 'E-7' }] });
    expect(answer).toHaveProperty('users.length', 1);
  });

  test('reading every user counts a user once whom two pages show, as others were added in between', async () => {
    const { id } = add();
    const position = JSON.stringify({ startIndex: 1, seen: [id] });

    expect(await find('E-7', position)).toHaveProperty('users.length', 1);
  });

  test('remembers whom it saw before it stopped, and asks for them as they are now', async () => {
    const { id } = add();
    addOthers(105);
    const position = JSON.stringify({ startIndex: 101, seen: [id] });

    expect(await find('E-7', position)).toMatchObject({ kind: 'found', users: [{ userId: id }] });
    expect(harness.calls().slice(LOOK_UPS_WITHOUT_FILTERS)).toEqual(['ListUsers', 'GetUser']);
  });

  test('calls no user absent whom a page shows, though no call shows them by their id', async () => {
    const { id } = add();
    harness.quirk(insteadOf('GetUser', scimError(404)));

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
  });

  test('reading every user stops where its time ends, and continues there', async () => {
    addOthers(205);
    const { id } = add();
    const pause = new AbortController();
    const stopping = find('E-7', undefined, { pause: pause.signal, abort: never });
    pause.abort();

    expect(await stopping).toEqual({ kind: 'unfinished', advanced: false, cause: 'out-of-time' });
    const position = JSON.stringify({ startIndex: 201, seen: [] });
    expect(await find('E-7', position)).toMatchObject({ users: [{ userId: id }] });
    expect(harness.requests.at(-1)?.path).toMatch(/startIndex=201/);
  });

  test('reading every user reports where it was when a page fails', async () => {
    addOthers(205);
    harness.quirk(({ path }, phase) => {
      if (phase !== 'before') return undefined;
      if (path.includes('filter')) return scimError(501);
      return path.includes('startIndex=101') ? scimError(429) : undefined;
    });

    expect(await find()).toEqual({
      kind: 'unfinished',
      position: JSON.stringify({ startIndex: 101, seen: [] }),
      advanced: true,
      cause: 'throttled',
    });
  });

  test('reading every user reports that the server cannot page either, instead of an absent user', async () => {
    addOthers(205);
    const quirks = answering('ListUsers', (answer) => withBody(answer, { startIndex: 1 }));
    harness.quirk((call, phase) =>
      phase === 'before' && call.path.includes('filter') ? scimError(400) : quirks(call, phase),
    );

    const answer = await find();

    expect(answer).toMatchObject({ kind: 'unfinished', cause: 'unexpected-error' });
    expect((answer as { error: Error }).error.message).toMatch(/neither filters nor pages/);
  });
});

test('every user is read where the server writes numbers as text', async () => {
  addOthers(205);
  const { id } = add();
  harness.quirk(
    answering('ListUsers', (answer) => {
      const { totalResults, startIndex } = JSON.parse(answer.body);
      const texts = { totalResults: `${totalResults}`, startIndex: `${startIndex}` };
      return withBody(answer, texts);
    }),
  );

  expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
});
