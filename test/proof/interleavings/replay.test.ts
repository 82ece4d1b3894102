import { expect, test } from '@jest/globals';
import { type Actor, createStory } from './replay.ts';

const silent = async () => undefined;

test('a story goes on from any place, by what its calls came back with and when', async () => {
  const told: string[] = [];
  const story = createStory(async ({ call, clock }: Actor) => {
    const first = await call('first', 'write', async () => 'one');
    const second = await call('second', 'write', silent).catch(() => 'lost');
    told.push(`${first}, ${second} at ${clock.now()}`);
  });
  const first = await story.begin();
  const second = await story.goOn(first, { atMs: 1, answer: { value: 'one' } });
  await story.goOn(second, { atMs: 2, answer: { value: 'two' } });
  const end = await story.goOn(second, { atMs: 3 });

  expect([first.held?.name, second.held?.name, end.held]).toEqual(['first', 'second', undefined]);
  expect(told).toEqual(['one, two at 2', 'one, lost at 3']);
});

test('the same past is told once', async () => {
  const story = createStory(async ({ call }: Actor) => void (await call('only', 'read', silent)));
  const begun = await story.begin();
  const goOn = () => story.goOn(begun, { atMs: 1, answer: { value: 'an answer' } });

  expect(await goOn()).toBe(await goOn());
});

test('two calls at once are refused: the search would not see in which order they go', async () => {
  const story = createStory(async ({ call }: Actor) => {
    await Promise.all([call('one', 'read', silent), call('other', 'read', silent)]);
  });

  await expect(story.begin()).rejects.toThrow('A second call is under way: other.');
});
