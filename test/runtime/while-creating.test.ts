import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { CreateResult, Creation, Target } from '../../src/provisioning/ports.ts';
import { whileCreating } from '../../src/runtime/while-creating.ts';

const creation: Creation = {
  fields: { emailAddress: 'ada@example.com', type: 'APP_USER', apiAccess: 'DISABLED' },
  clientToken: 'token',
  personKey: 'user#1',
};
const created: CreateResult = { kind: 'created', userId: 'u-1' };

let answer: PromiseWithResolvers<CreateResult>;
let done: number;
let target: Target;

beforeEach(() => {
  jest.useFakeTimers();
  answer = Promise.withResolvers();
  done = 0;
  const slow = { create: () => answer.promise } as unknown as Target;
  target = whileCreating(slow, () => {
    done += 1;
  });
});

afterEach(() => {
  jest.useRealTimers();
});

test('something is done while the directory creates an account, and the result is the directory’s', async () => {
  const creating = target.create(creation, new AbortController().signal);

  jest.advanceTimersByTime(100);
  expect(done).toBe(1);

  answer.resolve(created);
  expect(await creating).toEqual(created);
});

test('nothing is left to be done after the result, in a later invocation perhaps', async () => {
  const creating = target.create(creation, new AbortController().signal);

  answer.resolve(created);
  await creating;
  jest.advanceTimersByTime(100);

  expect(done).toBe(0);
});
