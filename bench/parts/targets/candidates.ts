import { directoryKind, TARGETS } from '../../../local/directories/directories.ts';
import { leastCalls } from '../../budgets.ts';
import type { WorkbenchOptions } from '../../workbench/workbench.ts';

/** A directory, as it is measured. */
export interface Candidate {
  readonly name: string;
  readonly workbench: Pick<WorkbenchOptions, 'target' | 'variables'>;
  /** What a new hire must cost, beside one CreateUser. */
  readonly newHire: typeof leastCalls;
  /** What an instance must do to learn the directory's token. */
  readonly tokenReads: number;
  readonly conflict: {
    readonly createUser: number;
    /** Calls that find the one account among so many others, at the end of the directory. */
    readonly lookUps: (users: number) => number;
  };
}

/** Most directories have an index: GetUserId and DescribeUser, or two filters. */
const usual = {
  newHire: leastCalls,
  tokenReads: 0,
  conflict: { createUser: 1, lookUps: () => 2 },
};

const differing: Readonly<Record<string, Partial<Candidate>>> = {
  finspace: { conflict: { createUser: 1, lookUps: (users) => Math.ceil(users / 100) } },
  scim: { tokenReads: 1 },
};

/** SCIM where the server may not refuse a second user of the same name. */
const withoutUniqueNames: Candidate = {
  ...usual,
  name: 'SCIM without unique names',
  workbench: { target: 'scim', variables: { SCIM_ENFORCES_UNIQUENESS: 'false' } },
  // Two looks before the creation, and a note that they found nobody.
  newHire: { tableWrites: 3, otherDirectoryCalls: 2 },
  tokenReads: 1,
  conflict: { createUser: 0, lookUps: () => 2 },
};

export const CANDIDATES: readonly Candidate[] = [
  ...TARGETS.map((target) => ({
    ...usual,
    ...differing[target],
    name: directoryKind(target).title,
    workbench: { target },
  })),
  withoutUniqueNames,
];
