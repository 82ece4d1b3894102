import { throttledForLong } from '../directories/throttled-for-long.ts';
import type { BatchKind } from './batch-kind.ts';
import { addressOf, batchOf, bodyOf, employeeIdOf, REFUSED_BY_DIRECTORY } from './hire-batch.ts';

const DAY_MS = 86_400_000;

/** One hire for each name, each with an employee id of its own. */
function hiresOf(id: string, names: readonly string[]): readonly string[] {
  return names.map((name, index) => hireOf(id, name, index + 1));
}

function hireOf(id: string, name: string, number: number): string {
  return bodyOf(id, number, {
    emailAddress: addressOf(id, name),
    employeeId: employeeIdOf(id, number),
  });
}

/** Batches in which every employee has one address. */
export const HIRE_BATCHES: readonly BatchKind[] = [
  {
    name: 'one new hire',
    bareCalls: 6,
    oneCallAtATime: true,
    inFull: true,
    make: (id) => batchOf(id, hiresOf(id, ['ada'])),
  },
  {
    name: 'one new hire without an employee id',
    bareCalls: 5,
    oneCallAtATime: true,
    make: (id) => batchOf(id, [bodyOf(id, 1, { emailAddress: addressOf(id, 'ada') })]),
  },
  {
    name: 'three new hires',
    bareCalls: 14,
    make: (id) => batchOf(id, hiresOf(id, ['ada', 'grace', 'joan'])),
  },
  {
    name: 'one person twice, in other letter case',
    bareCalls: 8,
    oneCallAtATime: true,
    make(id) {
      const employeeId = employeeIdOf(id, 1);
      return batchOf(id, [
        bodyOf(id, 1, { emailAddress: `${id}.Ada@Example.com`, employeeId }),
        bodyOf(id, 2, { emailAddress: addressOf(id, 'ada'), employeeId }),
      ]);
    },
  },
  {
    name: 'a person whose account exists already',
    bareCalls: 7,
    oneCallAtATime: true,
    make(id) {
      const emailAddress = addressOf(id, 'ada');
      const createTime = Date.now() - DAY_MS;
      return batchOf(id, hiresOf(id, ['ada']), {
        existing: [{ emailAddress, firstName: 'Ada', lastName: 'Lovelace', createTime }],
        outcomes: ['existing'],
      });
    },
  },
  {
    name: 'a new hire and one that is refused',
    bareCalls: 8,
    make(id) {
      const hired = hireOf(id, 'ada', 1);
      const refused = bodyOf(id, 2, {
        emailAddress: addressOf(id, 'grace'),
        employeeId: employeeIdOf(id, 2),
        type: 'SUPER_USER',
      });
      return batchOf(id, [hired, refused], {
        people: [[addressOf(id, 'ada')]],
        rejected: [refused],
        // Where the directory has no super users, that is said first.
        reasons: ['outside-policy', 'unsupported-by-target'],
      });
    },
  },
  {
    name: 'two new hires, one of them throttled',
    bareCalls: 10,
    make: (id) => batchOf(id, hiresOf(id, ['ada', 'grace'])),
    firstTrouble: (faults) => faults.next('CreateUser', throttledForLong),
  },
  {
    name: 'a hire without an employee id that the directory refuses',
    bareCalls: 6,
    oneCallAtATime: true,
    make(id) {
      const refused = bodyOf(id, 1, { emailAddress: addressOf(id, 'ada') });
      return batchOf(id, [refused], {
        people: [],
        rejected: [refused],
        reasons: [REFUSED_BY_DIRECTORY],
      });
    },
    lastingTrouble: (faults) => faults.always('CreateUser', { kind: 'validation' }),
  },
];
