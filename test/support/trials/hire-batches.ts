import type { Faults } from '../../../local/directories/aws-double/faults.ts';
import type { UserSeed } from '../../../local/directories/finspace/users.ts';
import { throttledForLong } from '../directories/throttled-for-long.ts';

/** A batch of messages, and what must become of them. */
export interface HireBatch {
  /** The beginning of every request id of the batch and of every address of its people. */
  readonly id: string;
  readonly bodies: readonly string[];
  /** Addresses in lower case. Each must have one account in the end. */
  readonly people: readonly string[];
  /** Bodies that must be kept as rejected. */
  readonly rejected: readonly string[];
  /** The accounts that are in the directory before. */
  readonly existing: readonly UserSeed[];
  readonly outcomes: readonly string[];
}

export interface BatchKind {
  readonly name: string;
  /**
   * The calls of the bare path: claim, create and complete for each person, one send, one deletion.
   */
  readonly bareCalls: number;
  /** Whether its calls follow each other, so that only one is in flight at a time. */
  readonly oneCallAtATime?: true;
  /** Whether the journeys try it at every moment of a call. */
  readonly inFull?: true;
  make(id: string): HireBatch;
  /** Another fault of the first delivery. */
  firstTrouble?(faults: Faults): void;
  /** A fault of every delivery. */
  lastingTrouble?(faults: Faults): void;
}

const DAY_MS = 86_400_000;

function bodyOf(id: string, number: number, changes: Record<string, unknown>): string {
  return JSON.stringify({
    firstName: 'Ada',
    lastName: 'Lovelace',
    requestId: `${id}/${number}`,
    ...changes,
  });
}

function batch(id: string, people: readonly string[], bodies: readonly string[]): HireBatch {
  return {
    id,
    people,
    bodies,
    rejected: [],
    existing: [],
    outcomes: ['created', 'recovered', 'duplicate'],
  };
}

/** The batches on which faults are tried, at every call. */
export const BATCH_KINDS: readonly BatchKind[] = [
  {
    name: 'one new hire',
    bareCalls: 5,
    oneCallAtATime: true,
    inFull: true,
    make(id) {
      const ada = `${id}.ada@example.com`;
      return batch(id, [ada], [bodyOf(id, 1, { emailAddress: ada })]);
    },
  },
  {
    name: 'three new hires',
    bareCalls: 11,
    make(id) {
      const people = ['ada', 'grace', 'joan'].map((name) => `${id}.${name}@example.com`);
      return batch(
        id,
        people,
        people.map((emailAddress, index) => bodyOf(id, index + 1, { emailAddress })),
      );
    },
  },
  {
    name: 'one person twice, in other letter case',
    bareCalls: 7,
    oneCallAtATime: true,
    make(id) {
      const ada = `${id}.ada@example.com`;
      return batch(
        id,
        [ada],
        [
          bodyOf(id, 1, { emailAddress: `${id}.Ada@Example.com` }),
          bodyOf(id, 2, { emailAddress: ada }),
        ],
      );
    },
  },
  {
    name: 'a person whose account exists already',
    bareCalls: 6,
    oneCallAtATime: true,
    make(id) {
      const ada = `${id}.ada@example.com`;
      const createTime = Date.now() - DAY_MS;
      const existing = { emailAddress: ada, firstName: 'Ada', lastName: 'Lovelace', createTime };
      return {
        ...batch(id, [ada], [bodyOf(id, 1, { emailAddress: ada })]),
        existing: [existing],
        outcomes: ['existing'],
      };
    },
  },
  {
    name: 'a new hire and one that is refused',
    bareCalls: 7,
    make(id) {
      const ada = `${id}.ada@example.com`;
      const refused = bodyOf(id, 2, {
        emailAddress: `${id}.grace@example.com`,
        type: 'SUPER_USER',
      });
      return {
        ...batch(id, [ada], [bodyOf(id, 1, { emailAddress: ada }), refused]),
        rejected: [refused],
      };
    },
  },
  {
    name: 'two new hires, one of them throttled',
    bareCalls: 8,
    make(id) {
      const people = ['ada', 'grace'].map((name) => `${id}.${name}@example.com`);
      return batch(
        id,
        people,
        people.map((emailAddress, index) => bodyOf(id, index + 1, { emailAddress })),
      );
    },
    firstTrouble: (faults) => faults.next('CreateUser', throttledForLong),
  },
  {
    name: 'a hire that the directory refuses',
    bareCalls: 6,
    oneCallAtATime: true,
    make(id) {
      const refused = bodyOf(id, 1, { emailAddress: `${id}.ada@example.com` });
      return { ...batch(id, [], [refused]), rejected: [refused] };
    },
    lastingTrouble: (faults) => faults.always('CreateUser', { kind: 'validation' }),
  },
];

/** The batch, and the same hires in other letter case, each by a request of its own. */
export function withOtherRequests(batch: HireBatch): HireBatch {
  const again = (body: string): string => {
    const hire = JSON.parse(body);
    return JSON.stringify({
      ...hire,
      emailAddress: hire.emailAddress.toUpperCase(),
      requestId: `${hire.requestId}/again`,
    });
  };
  return {
    ...batch,
    bodies: [...batch.bodies, ...batch.bodies.map(again)],
    rejected: [...batch.rejected, ...batch.rejected.map(again)],
    outcomes: [...batch.outcomes, 'duplicate'],
  };
}
