import { beforeEach, describe, expect, test } from '@jest/globals';
import { createPace, type Pace } from '../../src/targets/pace.ts';
import { createVirtualTime, type VirtualTime } from '../support/time/virtual-time.ts';

const inTime = new AbortController().signal;

let time: VirtualTime;
let pace: Pace;
beforeEach(() => {
  time = createVirtualTime(1_700_000_000_000);
  pace = createPace({ clock: time, sleep: time.sleep });
});

const pass = (ms: number) => time.run(time.sleep(ms));

/** Milliseconds until each of so many turns, asked for at once. */
async function turns(count: number): Promise<readonly number[]> {
  const startMs = time.now();
  const waits = Array.from({ length: count }, async () => {
    await pace.untilTurn(inTime);
    return time.now() - startMs;
  });
  return time.run(Promise.all(waits));
}

/** Ten calls within a second, and one that is throttled: 10 × 0.85 a second, a turn every 118 ms. */
async function throttleAfterTenSuccesses(): Promise<void> {
  for (let call = 0; call < 10; call += 1) pace.recordSuccess(time.now());
  await pass(1000);
  pace.recordThrottle(time.now(), 0);
}

describe('before a throttle', () => {
  test('nothing waits, however many calls there are', async () => {
    expect(await turns(1000)).toEqual(Array(1000).fill(0));
  });
});

describe('after a throttle', () => {
  test('calls are spaced a little wider than they succeeded lately', async () => {
    await throttleAfterTenSuccesses();
    await turns(10);

    expect(await turns(4)).toEqual([117, 235, 352, 470]);
  });

  test('turns missed within 400 ms are made up for', async () => {
    await throttleAfterTenSuccesses();
    await turns(1);
    await pass(1000);

    expect(await turns(6)).toEqual([0, 0, 0, 0, 71, 188]);
  });

  test('turns are taken in the order of asking', async () => {
    await throttleAfterTenSuccesses();
    const order: number[] = [];
    const asked = [1, 2, 3, 4, 5, 6].map(async (number) => {
      await pace.untilTurn(inTime);
      order.push(number);
    });
    await time.run(Promise.all(asked));

    expect(order).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('a lone hire is tried again soon, though no success was seen', async () => {
    pace.recordThrottle(time.now(), 0);

    expect(await turns(1)).toEqual([1177]);
  });

  test('throttles of calls that were under way count once', async () => {
    await throttleAfterTenSuccesses();
    for (let call = 0; call < 5; call += 1) pace.recordThrottle(time.now(), 0);
    await turns(10);

    expect(await turns(2)).toEqual([117, 235]);
  });

  test('a throttle of a call sent since then slows it further', async () => {
    await throttleAfterTenSuccesses();
    await pass(1);
    pace.recordThrottle(time.now(), 0);
    await turns(10);

    expect(await turns(2)).toEqual([138, 277]);
  });

  test('successes of calls that were under way complete the measurement', async () => {
    const sentAtMs = time.now();
    await pass(120);
    pace.recordThrottle(sentAtMs, 0);
    for (let call = 0; call < 10; call += 1) pace.recordSuccess(sentAtMs);
    await turns(10);

    expect(await turns(2)).toEqual([118, 235]);
  });

  test('it is never slower than ten turns in one invocation', async () => {
    for (let throttle = 0; throttle < 100; throttle += 1) {
      await pass(1);
      pace.recordThrottle(time.now(), 0);
    }

    expect(await turns(1)).toEqual([4000]);
  });

  test('nothing is sent before the directory allows it again', async () => {
    await throttleAfterTenSuccesses();
    pace.recordThrottle(time.now(), 5000);

    expect(await turns(2)).toEqual([5000, 5117]);
  });
});

describe('without further throttles', () => {
  test('it grows slowly at first, then ever faster', async () => {
    await throttleAfterTenSuccesses();
    const spacing: number[] = [];
    for (const seconds of [1, 15, 30, 45]) {
      await pass(seconds * 1000);
      await turns(20);
      spacing.push(...(await turns(1)));
    }

    expect(spacing).toEqual([117, 98, 35, 0]);
  });

  test('nothing waits any more once it is faster than an instance can be', async () => {
    await throttleAfterTenSuccesses();
    await pass(120_000);

    expect(await turns(1000)).toEqual(Array(1000).fill(0));
  });

  test('the next throttle is measured from the beginning', async () => {
    await throttleAfterTenSuccesses();
    await pass(120_000);
    await turns(1);
    await throttleAfterTenSuccesses();
    await turns(10);

    expect(await turns(1)).toEqual([117]);
  });
});

describe('the end of an invocation', () => {
  test('the end of an invocation ends every wait immediately, and takes no turn away', async () => {
    await throttleAfterTenSuccesses();
    await turns(10);
    const invocation = new AbortController();
    const waits = [1, 2, 3].map(() => pace.untilTurn(invocation.signal));
    void time.sleep(10).then(() => invocation.abort());
    const startMs = time.now();
    await time.run(Promise.all(waits));

    expect(time.now() - startMs).toBe(10);
    expect(await turns(1)).toEqual([107]);
  });
});
