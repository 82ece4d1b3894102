import { expect, test } from '@jest/globals';
import { type Actor, createResumable } from './resumable.ts';

const silent = async () => undefined;

test('a delivery resumes from any position, with the replies of its calls and their times', async () => {
  const ends: string[] = [];
  const delivery = createResumable(async ({ call, clock }: Actor) => {
    const first = await call('first', 'write', async () => 'one');
    const second = await call('second', 'write', silent).catch(() => 'lost');
    ends.push(`${first}, ${second} at ${clock.now()}`);
  });
  const first = await delivery.begin();
  const second = await delivery.resume(first, { atMs: 1, result: { value: 'one' } });
  await delivery.resume(second, { atMs: 2, result: { value: 'two' } });
  const end = await delivery.resume(second, { atMs: 3 });

  expect([first.held?.name, second.held?.name, end.held]).toEqual(['first', 'second', undefined]);
  expect(ends).toEqual(['one, two at 2', 'one, lost at 3']);
});

test('the same past is run once', async () => {
  const delivery = createResumable(
    async ({ call }: Actor) => void (await call('only', 'read', silent)),
  );
  const begun = await delivery.begin();
  const resume = () => delivery.resume(begun, { atMs: 1, result: { value: 'a result' } });

  expect(await resume()).toBe(await resume());
});

test('two calls at the same time are refused, as the search would not see their order', async () => {
  const delivery = createResumable(async ({ call }: Actor) => {
    await Promise.all([call('one', 'read', silent), call('other', 'read', silent)]);
  });

  await expect(delivery.begin()).rejects.toThrow('A second call is in flight: other.');
});
