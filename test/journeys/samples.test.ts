import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sampleExpectations } from '../support/bodies/sample-expectations.ts';
import { type PackagedStack, startPackagedStack } from '../support/stack/packaged-stack.ts';

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

let service: PackagedStack;
beforeAll(async () => {
  service = await startPackagedStack();
  for (const { body } of samples) await service.send(body);
  await service.untilDone();
});
afterAll(() => service.stop());

test.each(accepted)('$fileName becomes the account that it asks for', async ({ account }) => {
  expect(service.stack.directory.users()).toContainEqual(expect.objectContaining(account));
});

test.each(accepted)('$fileName is published as created', async ({ account }) => {
  const told = (await service.events()).filter(
    ({ data }) => 'emailAddress' in data && data.emailAddress === account.emailAddress,
  );

  expect(told).toMatchObject([{ data: { outcome: 'created' } }]);
});

test.each(refused)('$fileName is kept as it came, with its reason', async ({ body, reason }) => {
  const kept = (await service.rejected()).filter((message) => message.body === body);

  expect(kept.map(({ attributes }) => attributes)).toMatchObject([
    { reasonCode: reason.code, reason: reason.message },
  ]);
});

test('there is one account and one record for each sample that is accepted', async () => {
  expect(service.stack.directory.users()).toHaveLength(accepted.length);
  expect(await service.records()).toHaveLength(accepted.length);
});

test('the log has one line for each sample, and nothing personal', async () => {
  const outcomes = service.log.filter((line) => /"message":"(provisioned|rejected)"/.test(line));

  expect(outcomes).toHaveLength(samples.length);
  for (const { emailAddress, firstName = '-', lastName = '-' } of service.stack.directory.users()) {
    const personal = [emailAddress, firstName, lastName].filter((text) => text.length > 3);
    expect(service.log.filter((line) => personal.some((text) => line.includes(text)))).toEqual([]);
  }
});
