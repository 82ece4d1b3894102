import { describe, expect, test } from '@jest/globals';
import { createPacedTarget } from '../../../src/targets/paced-target.ts';
import { type Day, type Pacing, simulateDay } from './simulated-day.ts';

const firstDay: Day = { hires: 5000, instances: 2, allowedPerSecond: () => 10, burst: 10 };

const paced: Pacing = (target, time) =>
  createPacedTarget(target, { clock: time, sleep: time.sleep });

describe('without pacing', () => {
  test('half of what the directory allows is used, and most calls are throttled', async () => {
    const day = await simulateDay({ ...firstDay, hires: 500 }, (target) => target);

    expect(day.usedPercent).toBeLessThan(60);
    expect(day.throttledPercent).toBeGreaterThan(50);
  });

  test('of groups, too', async () => {
    const day = await simulateDay({ ...firstDay, hires: 500, groups: 2 }, (target) => target);

    expect(day.usedPercent).toBeLessThan(60);
    expect(day.throttledPercent).toBeGreaterThan(20);
  });
});

describe('with pacing', () => {
  test.each<[string, Partial<Day>, { readonly used: number; readonly throttled: number }]>([
    ['ten creations a second and two instances', {}, { used: 98, throttled: 2 }],
    ['one instance', { instances: 1 }, { used: 95, throttled: 2 }],
    ['three instances', { instances: 3 }, { used: 98, throttled: 3 }],
    ['eight instances', { instances: 8 }, { used: 95, throttled: 10 }],
    ['a burst of three', { burst: 3 }, { used: 90, throttled: 2 }],
    ['two creations a second', { allowedPerSecond: () => 2 }, { used: 95, throttled: 10 }],
    ['fifty a second', { allowedPerSecond: () => 50, burst: 50 }, { used: 95, throttled: 1 }],
    [
      'ten a second, then three, then twenty',
      { allowedPerSecond: (second) => [10, 3][Math.floor(second / 150)] ?? 20 },
      { used: 80, throttled: 5 },
    ],
    [
      'nothing at all for ten minutes',
      { allowedPerSecond: (second) => (second >= 100 && second < 700 ? 0 : 10) },
      { used: 80, throttled: 10 },
    ],
    ['a group for each', { groups: 1 }, { used: 90, throttled: 5 }],
    ['three groups for each', { groups: 3 }, { used: 90, throttled: 5 }],
  ])('%s: at least the share used, at most the share throttled', async (_, change, target) => {
    const day = await simulateDay({ ...firstDay, ...change }, paced);

    expect(day.usedPercent).toBeGreaterThanOrEqual(target.used);
    expect(day.throttledPercent).toBeLessThanOrEqual(target.throttled);
    expect(day.receivesPerHire).toBeLessThan(1.1);
  });
});
