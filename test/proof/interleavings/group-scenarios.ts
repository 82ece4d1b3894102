import {
  disabling,
  erasure,
  LEASE_RUNS_OUT,
  missingGroup,
  removal,
  renaming,
  TOKEN_EXPIRES,
} from './outside-events.ts';
import {
  addBefore,
  elsewhere,
  LAGGING,
  later,
  message,
  ofEmployee,
  office,
  sales,
  support,
  yesterday,
} from './sample-messages.ts';
import type { Scenario } from './scenario.ts';
import { FIRST_MORNING_MS } from './simulation.ts';

const first = message('m-1', sales);
const otherGroups = message('m-2', { requestId: 'request-2', ...support });
const onceMore = message('m-9', { requestId: 'request-9', ...sales });
const SECTION = 'A group that is not granted';

/** Sent just after an account is seen gone that is removed on the first morning. */
const AFTERWARDS = { sentAtMs: FIRST_MORNING_MS + 1 };
/** Without tokens, and what it shows is so: an account that is not there is gone at once. */
const CERTAIN = { tokenLifeMs: 0, readLagMs: 0 };

/** Accounts that get groups on their first day. */
export const GROUPS: readonly Scenario[] = [
  {
    name: 'a hire with groups, twice',
    section: SECTION,
    deliveries: [first, first],
    onceMore,
    callsAreRepeated: true,
  },
  {
    name: 'a hire with groups, one of which is gone for a while',
    section: SECTION,
    deliveries: [first, first],
    onceMore,
    events: missingGroup,
  },
  {
    name: 'two requests with other groups',
    section: SECTION,
    deliveries: [first, otherGroups],
    onceMore,
  },
  {
    name: 'one request, once with groups and once without',
    section: SECTION,
    deliveries: [message('m-1'), { ...first, messageId: 'm-2' }],
    onceMore,
  },
  {
    name: 'an account that an operator removes while it gets its groups',
    section: SECTION,
    deliveries: [
      first,
      { ...message('m-2', { requestId: 'request-2', ...office }), ...AFTERWARDS },
    ],
    faultsAtMost: 1,
    onceMore: message('m-9', { requestId: 'request-9' }),
    directory: CERTAIN,
    events: (simulation) => [removal(simulation)],
  },
  {
    name: 'an address that passes to the next employee while its account gets groups',
    section: SECTION,
    deliveries: [
      ofEmployee('m-1', 'e-1', sales),
      { ...ofEmployee('m-2', 'e-2', office), ...AFTERWARDS },
    ],
    onceMore: ofEmployee('m-9', 'e-2', office),
    directory: CERTAIN,
    faultsAtMost: 1,
    events: (simulation) => [removal(simulation)],
  },
  {
    name: 'two employees at one address, with groups',
    section: SECTION,
    deliveries: [ofEmployee('m-1', 'e-1', sales), ofEmployee('m-2', 'e-2', support)],
    onceMore: ofEmployee('m-9', 'e-2', support),
  },
  {
    name: 'one employee at two addresses, with groups',
    section: SECTION,
    deliveries: [
      ofEmployee('m-1', 'e-1', sales),
      ofEmployee('m-2', 'e-1', { ...elsewhere, ...support }),
    ],
    onceMore: ofEmployee('m-9', 'e-1', sales),
  },
  {
    name: 'an employee id that a duplicate brings while the account gets groups, and another address',
    section: SECTION,
    deliveries: [
      message('m-1', office),
      ofEmployee('m-2', 'e-1', office),
      ofEmployee('m-3', 'e-1', { ...elsewhere, ...office }),
    ],
    onceMore: ofEmployee('m-9', 'e-1', { ...elsewhere, ...office }),
    operatorDecides: true,
    faultsAtMost: 0,
  },
  {
    name: 'an account that an administrator disables while it gets its groups',
    section: SECTION,
    deliveries: [first, otherGroups],
    onceMore,
    events: (simulation) => [disabling(simulation)],
    operatorDecides: true,
  },
  {
    name: 'an account that an administrator gives another address while it gets its groups',
    section: SECTION,
    deliveries: [first, otherGroups],
    onceMore,
    events: (simulation) => [renaming(simulation)],
    spared: [LEASE_RUNS_OUT, TOKEN_EXPIRES],
    operatorDecides: true,
  },
  {
    name: 'an account that was there before, and hires with groups',
    section: SECTION,
    deliveries: [first, otherGroups],
    onceMore,
    prepare: (simulation) => addBefore({}, simulation),
  },
  {
    name: 'an account that was there before, where the directory notes its employee and such accounts get groups',
    section: SECTION,
    deliveries: [ofEmployee('m-1', 'e-1', sales), ofEmployee('m-2', 'e-1', support)],
    onceMore: ofEmployee('m-9', 'e-1', sales),
    directory: { tokenLifeMs: 0, notesEmployeeId: true },
    prepare: (simulation) => addBefore({ employeeId: 'e-1' }, simulation),
    grantsToExisting: true,
  },
  {
    name: 'an account that was there before, of which the directory notes no employee, where such accounts get groups',
    section: SECTION,
    deliveries: [ofEmployee('m-1', 'e-1', sales), ofEmployee('m-2', 'e-1', sales)],
    onceMore: ofEmployee('m-9', 'e-1', sales),
    directory: { tokenLifeMs: 0, notesEmployeeId: true },
    prepare: (simulation) => addBefore({}, simulation),
    grantsToExisting: true,
  },
  {
    name: 'a hire with groups, in a directory with neither tokens nor unique addresses, whose reads lag',
    section: SECTION,
    deliveries: [first, otherGroups],
    onceMore,
    directory: { tokenLifeMs: 0, enforcesUniqueness: false, ...LAGGING },
  },
  {
    name: 'a hire with groups that is under way, and a later first day of the person',
    section: SECTION,
    deliveries: [
      message('m-1', { ...yesterday, ...sales }),
      { ...message('m-2', { requestId: 'request-2', ...later, ...support }), ...AFTERWARDS },
    ],
    onceMore,
    faultsAtMost: 0,
  },
  {
    name: 'a person whom an operator erases while the account gets groups',
    section: SECTION,
    deliveries: [ofEmployee('m-1', 'e-1', sales), ofEmployee('m-2', 'e-1', office)],
    onceMore: ofEmployee('m-9', 'e-1', sales),
    directory: { tokenLifeMs: 0, notesEmployeeId: true },
    grantsToExisting: true,
    events: erasure,
    faultsAtMost: 0,
  },
];
