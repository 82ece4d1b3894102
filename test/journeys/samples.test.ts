import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sampleExpectations } from '../support/bodies/sample-expectations.ts';
import { type StackWorld, startStackWorld } from '../support/stack/packaged-stack.ts';

const samples = Object.entries(sampleExpectations).map(([fileName, expectation]) => ({
  fileName,
  expectation,
  body: readFileSync(new URL(`../../events/${fileName}`, import.meta.url), 'utf8'),
}));
const accepted = samples.flatMap(({ fileName, expectation }) =>
  expectation.kind === 'accepted' ? [{ fileName, account: expectation.account }] : [],
);
const refused = samples.flatMap(({ fileName, expectation, body }) =>
  expectation.kind === 'rejected' ? [{ fileName, body, reason: expectation.reason }] : [],
);

let world: StackWorld;
beforeAll(async () => {
  world = await startStackWorld();
  for (const { body } of samples) await world.send(body);
  await world.untilDone();
});
afterAll(() => world.stop());

test.each(accepted)('$fileName becomes the account that it asks for', async ({ account }) => {
  expect(world.stack.directory.users()).toContainEqual(expect.objectContaining(account));
});

test.each(accepted)('$fileName is told of as created', async ({ account }) => {
  const told = (await world.events()).filter(
    ({ data }) => 'emailAddress' in data && data.emailAddress === account.emailAddress,
  );

  expect(told).toMatchObject([{ data: { outcome: 'created' } }]);
});

test.each(refused)('$fileName is kept as it came, with its reason', async ({ body, reason }) => {
  const kept = (await world.rejected()).filter((message) => message.body === body);

  expect(kept.map(({ attributes }) => attributes)).toMatchObject([
    { reasonCode: reason.code, reason: reason.message },
  ]);
});

test('there is one account and one record for each sample that is accepted', async () => {
  expect(world.stack.directory.users()).toHaveLength(accepted.length);
  expect(await world.records()).toHaveLength(accepted.length);
});

test('the log has one line for each sample, and nothing personal', async () => {
  const outcomes = world.log.filter((line) => /"message":"(provisioned|rejected)"/.test(line));

  expect(outcomes).toHaveLength(samples.length);
  for (const { emailAddress, firstName = '-', lastName = '-' } of world.stack.directory.users()) {
    const personal = [emailAddress, firstName, lastName].filter((text) => text.length > 3);
    expect(world.log.filter((line) => personal.some((text) => line.includes(text)))).toEqual([]);
  }
});
