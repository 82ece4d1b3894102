import type { BatchKind } from './batch-kind.ts';
import {
  addressOf,
  batchOf,
  bodyOf,
  employeeIdOf,
  type HireBatch,
  IN_ONE_GROUP,
  IN_THREE_GROUPS,
} from './hire-batch.ts';

const DAY_MS = 86_400_000;

/** Three groups, so that a fault can come before the first grant, between two, and after the last one. */
function inThreeGroups(id: string): HireBatch {
  return batchOf(id, [hireOf(id, 1, IN_THREE_GROUPS)]);
}

/** A message about the one person of the batch. */
function hireOf(id: string, number: number, fields: Readonly<Record<string, string>>): string {
  const emailAddress = addressOf(id, 'ada');
  return bodyOf(id, number, { emailAddress, employeeId: employeeIdOf(id, 1), ...fields });
}

/** Batches of hires to which the rules of groups give groups. */
export const GROUP_BATCHES: readonly BatchKind[] = [
  {
    name: 'a new hire with groups',
    bareCalls: 10,
    oneCallAtATime: true,
    make: inThreeGroups,
  },
  {
    name: 'a hire with groups, one of which is gone until it is redelivered',
    bareCalls: 9,
    oneCallAtATime: true,
    make: inThreeGroups,
    lacksGroup: true,
  },
  {
    name: 'a hire with groups whose account exists already',
    bareCalls: 7,
    oneCallAtATime: true,
    make(id) {
      const emailAddress = addressOf(id, 'ada');
      const createTime = Date.now() - DAY_MS;
      return {
        ...inThreeGroups(id),
        existing: [{ emailAddress, firstName: 'Ada', lastName: 'Lovelace', createTime }],
        outcomes: ['existing'],
      };
    },
  },
  {
    name: 'one person twice, with other groups',
    bareCalls: 12,
    oneCallAtATime: true,
    make: (id) => batchOf(id, [hireOf(id, 1, IN_THREE_GROUPS), hireOf(id, 2, IN_ONE_GROUP)]),
  },
];
