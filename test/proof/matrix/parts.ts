import { DEFAULT_TARGET } from '../../../local/directories/directories.ts';
import { tryCrowd } from '../../support/trials/crowd.ts';
import { proveBadInput } from '../faults/bad-input.ts';
import { proveCrashPoints, proveFirstDays, proveFrozenInstances } from '../faults/every-call.ts';
import { proveIntakeCrashPoints } from '../faults/intake-every-call.ts';
import { proveIntakeOrders } from '../intake/prove.ts';
import { proveEveryOrder } from '../interleavings/prove.ts';
import { proveEveryRule } from '../rules/prove.ts';
import { proveStories } from '../stories/prove.ts';
import { inSection, type Part } from './part.ts';

/** The parts of the matrix, in the order in which they are proved. */
export const PARTS: readonly Part[] = [
  {
    name: 'crashes',
    about:
      'SIGKILL at every call of a batch, then redelivery, then a trip through the dead letters',
    proveOn: async (target) => inSection('Killed', await proveCrashPoints(target)),
  },
  {
    name: 'frozen',
    about: 'an instance stands still at every call until another has finished its hire',
    proveOn: async (target) =>
      inSection('Instances side by side', await proveFrozenInstances(target)),
  },
  {
    name: 'first-days',
    about:
      'SIGKILL and a stand-still at every call of the sweep, and of hires that wait for their day',
    proveOn: async (target) => inSection('A first day', await proveFirstDays(target)),
  },
  {
    name: 'concurrency',
    about: 'eight instances, every hire four times, one call in twenty fails',
    proveOn: async (target, { seed }) =>
      inSection('Instances side by side', [await tryCrowd(target, { hires: 500, seed })]),
  },
  {
    name: 'stories',
    about: 'random stories of everything together, around the engine in memory',
    prove: ({ seed, onProgress }) => proveStories({ seed, stories: 10_000 }, onProgress),
  },
  {
    name: 'bad-input',
    about: 'bodies that no one should send, and random ones, through the function',
    proveOn: async (target, { seed }) =>
      inSection('Bad input', await proveBadInput(target, { seed, bodies: 500 })),
  },
  {
    name: 'orders',
    about: 'every order of the calls of two deliveries, with faults at any point',
    async prove({ faults, onProgress }) {
      const { rows, schedules, situations } = await proveEveryOrder({ faults }, onProgress);
      const note = `${schedules.toLocaleString('en')} schedules; those that meet in one of ${situations.toLocaleString('en')} situations continue from it together.`;
      return { rows, note };
    },
  },
  {
    name: 'intake',
    about: 'records of HR systems: SIGKILL at every call for a file and a message, and every order',
    async prove({ faults, onProgress }) {
      const killed = await proveIntakeCrashPoints(DEFAULT_TARGET);
      const { rows } = inSection("An HR system's file", killed);
      return { rows: [...rows, ...(await proveIntakeOrders(faults, onProgress))] };
    },
  },
  {
    name: 'rules',
    about: 'every rule is taken out of the source, one at a time, and something notices',
    prove: async ({ onProgress }) =>
      inSection('The proof itself', [await proveEveryRule({}, onProgress)]),
  },
];
