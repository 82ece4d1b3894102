import { directoryKind, TARGETS } from '../../../local/directories/directories.ts';
import { minimumCalls } from '../../budgets.ts';
import { ROUND_TRIP_MS } from '../../latencies.ts';
import type { WorkbenchOptions } from '../../workbench/workbench.ts';

/** A directory to measure. */
export interface Candidate {
  readonly name: string;
  readonly workbench: Pick<WorkbenchOptions, 'target' | 'variables' | 'directoryRoundTripMs'>;
  /** Expected calls of a new hire in addition to one CreateUser. */
  readonly newHire: typeof minimumCalls;
  /** Expected calls of the directory in addition to those, for a hire with an employee id. */
  readonly employeeLookUps: number;
  /** Directory calls of a new hire that wait for one another. */
  readonly directorySteps: number;
  /** A warm batch takes at most this many times the physical limit. */
  readonly warmBatchBudget?: number;
  /** Expected reads of the directory's token per instance. */
  readonly tokenReads: number;
  readonly conflict: {
    readonly createUser: number;
    /** Expected calls to find the account at the end of a directory of `users` users. */
    readonly lookUps: (users: number) => number;
  };
}

/** Most directories have an index: a look-up is GetUserId and DescribeUser. */
const defaults = {
  newHire: minimumCalls,
  employeeLookUps: 0,
  directorySteps: 1,
  tokenReads: 0,
  conflict: { createUser: 1, lookUps: () => 2 },
};

const overrides: Readonly<Record<string, Partial<Candidate>>> = {
  finspace: { conflict: { createUser: 1, lookUps: (users) => Math.ceil(users / 100) } },
  scim: {
    // The look-up of the e-mail, and of the employee at the same time, then the creation. A conflict is explained by
    // three look-ups at the same time.
    newHire: { ...minimumCalls, otherDirectoryCalls: 1 },
    employeeLookUps: 1,
    directorySteps: 2,
    tokenReads: 1,
    conflict: { createUser: 1, lookUps: () => 1 + 3 },
  },
};

/** A SCIM server that may accept a second user of the same name. */
const scimWithoutUniqueNames: Candidate = {
  ...defaults,
  name: 'SCIM without unique names',
  workbench: {
    target: 'scim',
    variables: { SCIM_ENFORCES_UNIQUENESS: 'false' },
    directoryRoundTripMs: ROUND_TRIP_MS,
  },
  // Three look-ups at the same time before the creation, and one write to record that they found no account.
  newHire: { tableWrites: 3, otherDirectoryCalls: 3 },
  directorySteps: 2,
  warmBatchBudget: 1.15,
  tokenReads: 1,
  conflict: { createUser: 0, lookUps: () => 3 },
};

/** AWS's own services are near; a SCIM server is reached over TLS and the Internet. */
const distances: Readonly<Record<string, number>> = { scim: ROUND_TRIP_MS };

export const CANDIDATES: readonly Candidate[] = [
  ...TARGETS.map((target) => ({
    ...defaults,
    ...overrides[target],
    name: directoryKind(target).title,
    workbench: {
      target,
      ...(distances[target] !== undefined && { directoryRoundTripMs: distances[target] }),
    },
  })),
  scimWithoutUniqueNames,
];
