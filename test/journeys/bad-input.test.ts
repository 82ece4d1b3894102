import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BAD_BODIES, SECRET } from '../support/bodies/bad-bodies.ts';
import { fuzzedBodies } from '../support/bodies/try-bodies.ts';
import { type PackagedStack, startPackagedStack } from '../support/stack/packaged-stack.ts';

/** Of the new-hire queue. SQS takes no message without a character. */
const MOST_BYTES = 262_144;
const sent = BAD_BODIES.filter(({ body }) => body !== '' && Buffer.byteLength(body) <= MOST_BYTES);
const refused = sent.filter(({ code }) => code !== undefined).map(({ body }) => body);
const hires = sent.filter(({ code }) => code === undefined);
const random = fuzzedBodies('random JSON', { seed: 1, bodies: 20 }).map(({ body }) => body);

let service: PackagedStack;
beforeAll(async () => {
  service = await startPackagedStack();
  for (const body of [...sent.map((one) => one.body), ...random]) await service.send(body);
  await service.untilDone();
});
afterAll(() => service.stop());

test('every bad body that the packaged function meets is kept as it came', async () => {
  const kept = (await service.rejected()).map(({ body }) => body);

  expect(kept.toSorted()).toEqual([...refused, ...random].toSorted());
});

test('every hire among them becomes an account', () => {
  expect(service.stack.directory.users()).toHaveLength(hires.length);
});

test('the lines that the packaged function writes have an outcome for each, and nothing of the bodies', () => {
  const outcomes = service.log.filter((line) => /"message":"(provisioned|rejected)"/.test(line));

  expect(outcomes).toHaveLength(sent.length + random.length);
  expect(service.log.filter((line) => line.includes(SECRET))).toEqual([]);
  expect(service.log.filter((line) => /"level":"ERROR"|Error/.test(line))).toEqual([]);
});
