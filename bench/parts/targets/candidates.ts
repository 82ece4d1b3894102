import { directoryKind, TARGETS } from '../../../local/directories/directories.ts';
import { minimumCalls } from '../../budgets.ts';
import type { WorkbenchOptions } from '../../workbench/workbench.ts';

/** A directory to measure. */
export interface Candidate {
  readonly name: string;
  readonly workbench: Pick<WorkbenchOptions, 'target' | 'variables'>;
  /** Expected calls of a new hire in addition to one CreateUser. */
  readonly newHire: typeof minimumCalls;
  /** Expected reads of the directory's token per instance. */
  readonly tokenReads: number;
  readonly conflict: {
    readonly createUser: number;
    /** Expected calls to find the account at the end of a directory of `users` users. */
    readonly lookUps: (users: number) => number;
  };
}

/** Most directories have an index: a look-up is GetUserId and DescribeUser, or two filters. */
const defaults = {
  newHire: minimumCalls,
  tokenReads: 0,
  conflict: { createUser: 1, lookUps: () => 2 },
};

const overrides: Readonly<Record<string, Partial<Candidate>>> = {
  finspace: { conflict: { createUser: 1, lookUps: (users) => Math.ceil(users / 100) } },
  scim: { tokenReads: 1 },
};

/** A SCIM server that may accept a second user of the same name. */
const scimWithoutUniqueNames: Candidate = {
  ...defaults,
  name: 'SCIM without unique names',
  workbench: { target: 'scim', variables: { SCIM_ENFORCES_UNIQUENESS: 'false' } },
  // Two look-ups before the creation, and one write to record that they found no account.
  newHire: { tableWrites: 3, otherDirectoryCalls: 2 },
  tokenReads: 1,
  conflict: { createUser: 0, lookUps: () => 2 },
};

export const CANDIDATES: readonly Candidate[] = [
  ...TARGETS.map((target) => ({
    ...defaults,
    ...overrides[target],
    name: directoryKind(target).title,
    workbench: { target },
  })),
  scimWithoutUniqueNames,
];
