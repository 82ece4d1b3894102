import type { BatchKind, BatchLane, Stage } from './batch-kind.ts';
import {
  AT_ANOTHER_ADDRESS,
  addressOf,
  batchOf,
  bodyOf,
  employeeIdOf,
  type HireBatch,
  REFUSED_BY_DIRECTORY,
} from './hire-batch.ts';

/** The address that HR gives first, and the one that it gives then. */
const ADDRESSES = ['ada', 'lovelace'] as const;

/** A hire of the one employee of the batch. */
function hireAt(id: string, address: (typeof ADDRESSES)[number], number: number): string {
  const emailAddress = addressOf(id, address);
  return bodyOf(id, number, { emailAddress, employeeId: employeeIdOf(id, 1) });
}

function refusedAt(id: string): HireBatch {
  const refused = hireAt(id, 'ada', 1);
  return batchOf(id, [refused], {
    people: [],
    rejected: [refused],
    reasons: [REFUSED_BY_DIRECTORY],
  });
}

/** HR corrects the address that the directory refused. */
const correct: Stage = async (lane, batch) => {
  lane.service.stack.directory.faults.clear();
  const correction = hireAt(batch.id, 'lovelace', 2);
  const isFree = await isEmployeeFree(lane, batch.id);
  await lane.add([correction]);
  return {
    ...batch,
    bodies: [...batch.bodies, correction],
    ...(isFree
      ? { people: [[addressOf(batch.id, 'lovelace')]] }
      : {
          rejected: [...batch.rejected, correction],
          reasons: [...batch.reasons, AT_ANOTHER_ADDRESS],
        }),
  };
};

/** Whether no attempt at the refused address can have made an account: the id must be free then. */
async function isEmployeeFree({ service }: BatchLane, id: string): Promise<boolean> {
  const records = await service.records();
  const refused = records.find(({ requestId }) => requestId?.S?.startsWith(`${id}/1`));
  return refused?.['attempts']?.N === refused?.['attemptsWithoutAccount']?.N;
}

/** The directory refuses the first address for good. */
const refuse: Stage = async (lane, batch) => {
  lane.service.stack.directory.faults.always('CreateUser', { kind: 'validation' });
  await lane.add(batch.bodies);
  await lane.redeliver();
  return batch;
};

/** Batches in which one employee has several messages that differ in more than letter case. */
export const EMPLOYEE_BATCHES: readonly BatchKind[] = [
  {
    name: 'one employee at two addresses',
    bareCalls: 12,
    oneCallAtATime: true,
    make(id) {
      const bodies = ADDRESSES.map((address, index) => hireAt(id, address, index + 1));
      const [first, second] = ADDRESSES.map((address) => addressOf(id, address));
      return batchOf(id, bodies, {
        people: [[first ?? '', second ?? '']],
        reasons: [AT_ANOTHER_ADDRESS],
      });
    },
  },
  {
    name: 'one person twice, the first time without an employee id',
    bareCalls: 9,
    oneCallAtATime: true,
    make(id) {
      const emailAddress = addressOf(id, 'ada');
      return batchOf(id, [bodyOf(id, 1, { emailAddress }), hireAt(id, 'ada', 2)]);
    },
  },
  {
    name: 'a hire that the directory refuses, and then its corrected address',
    bareCalls: 8,
    oneCallAtATime: true,
    make: refusedAt,
    lastingTrouble: (faults) => faults.always('CreateUser', { kind: 'validation' }),
    afterwards: [
      async (lane, batch) => {
        const corrected = await correct(lane, batch);
        await lane.redeliver();
        return corrected;
      },
    ],
  },
  {
    name: 'the corrected address of a hire that the directory has refused',
    bareCalls: 6,
    oneCallAtATime: true,
    make: refusedAt,
    async prepare(lane, batch) {
      const corrected = await correct(lane, await refuse(lane, batch));
      // The refused message has ended, and does not come back.
      const bodies = corrected.bodies.filter((body) => !batch.bodies.includes(body));
      return { ...corrected, bodies };
    },
  },
];
