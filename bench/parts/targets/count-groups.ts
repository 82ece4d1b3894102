import type { GroupedCalls } from '../../budgets.ts';
import type { Calls } from '../../calls-per-hire.ts';
import { countCalls } from '../../count-calls.ts';
import { newHires } from '../../hires.ts';
import type { Workbench } from '../../workbench/workbench.ts';

/** What groups cost in one directory. */
export interface GroupCounts {
  /** Of hires with an employee id, and without groups. */
  readonly employees: Calls;
  readonly grouped: readonly GroupedCalls[];
}

/** Enough to see a call that is made now and then; the budget of SQS alone needs more. */
const HIRES = 30;

/** To whom the sample of every directory's rules (events/access-rules) gives one group, and three. */
const IN_ONE_GROUP = { department: 'Fund Operations' };
const IN_THREE_GROUPS = { department: 'Quantitative Research', userType: 'Employee' };

/**
 * @param name of the directory
 * @param plain the calls of hires without employee id and without groups
 */
export async function countGroups(
  name: string,
  plain: Calls,
  bench: Workbench,
): Promise<GroupCounts> {
  const { directory } = bench;
  const runner = { ...bench.joiner, name };
  const count = (hasEmployeeIds: boolean, profile = {}) => {
    // A local SCIM server compares all its users, and members, and so holds up the other emulators.
    for (const { userId } of directory.users()) directory.removeUser(userId);
    const hiresOf = (hires: number) => newHires(hires, hasEmployeeIds, profile);
    return countCalls(runner, bench, { hires: HIRES, hiresOf });
  };
  // The directory has those of the last count only.
  const memberships = () => directory.memberships().length / HIRES;

  const employees = await count(true);
  const hire = {
    name: 'a hire with one group',
    groups: 1,
    plain,
    granted: await count(false, IN_ONE_GROUP),
    memberships: memberships(),
  };
  const employee = {
    name: 'an employee with three groups',
    groups: 3,
    plain: employees,
    granted: await count(true, IN_THREE_GROUPS),
    memberships: memberships(),
  };
  return { employees, grouped: [hire, employee] };
}
