import type { PersonIds } from '../../../src/provisioning/ports.ts';
import { createProfileRules } from '../../../src/provisioning/profile.ts';
import { acceptance, disabling, refusal, removal } from './outside-events.ts';
import {
  account,
  e1,
  e1Elsewhere,
  elsewhere,
  first,
  HOUR_MS,
  LAGGING,
  message,
  ofEmployee,
  withoutDate,
} from './sample-messages.ts';
import type { Scenario } from './scenario.ts';

const managerRules = createProfileRules({ forwarded: ['manager'], allowedValues: {} });

/** Like IAM Identity Center: without tokens, it stores employee ids and managers. */
const STORING_EMPLOYEES = {
  tokenLifeMs: 0,
  notesEmployeeId: true,
  ...(managerRules && { profile: managerRules }),
};

const REFUSAL = { kind: 'rejected', afterLostAnswer: false, mayBeConflict: true } as const;

/** As a SCIM server that responds with 400 to an existing user and to an invalid one, and whose reads lag. */
const REFUSING_ALIKE = { ...LAGGING, tokenLifeMs: 0, conflict: REFUSAL, refusal: REFUSAL };

/** As a SCIM server: accounts are stored under the employee id, which a creation looks for first. */
const SEEKING_EMPLOYEES = {
  ...LAGGING,
  tokenLifeMs: 0,
  ownIdOf: ({ employeeId, personKey }: PersonIds) => employeeId ?? personKey,
  findsEmployees: true,
};

/** One employee at several addresses, several employees at one. */
export const ONE_EMPLOYEE: readonly Scenario[] = [
  {
    name: 'one employee at two addresses',
    section: 'One employee, several addresses',
    deliveries: [e1, e1Elsewhere],
    onceMore: ofEmployee('m-9', 'e-1'),
    callsAreRepeated: true,
  },
  {
    name: 'one employee at two addresses, in a directory with neither tokens nor unique addresses',
    section: 'One employee, several addresses',
    deliveries: [e1, e1Elsewhere],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    directory: { tokenLifeMs: 0, enforcesUniqueness: false },
  },
  {
    name: 'one employee at two addresses, in a directory that refuses hires for a while',
    section: 'One employee, several addresses',
    deliveries: [e1, e1Elsewhere],
    onceMore: ofEmployee('m-9', 'e-1'),
    events: (simulation) => [refusal(simulation), acceptance(simulation)],
    operatorDecides: true,
    callsAreRepeated: true,
  },
  {
    name: 'one employee at two addresses, in a directory that refuses hires as it refuses existing accounts',
    section: 'One employee, several addresses',
    deliveries: [e1, e1Elsewhere],
    onceMore: ofEmployee('m-9', 'e-1'),
    directory: REFUSING_ALIKE,
    events: (simulation) => [refusal(simulation), acceptance(simulation)],
    operatorDecides: true,
  },
  {
    name: 'one employee at two addresses, and an account that an operator removes',
    section: 'One employee, several addresses',
    deliveries: [e1, e1Elsewhere],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    events: (simulation) => [removal(simulation)],
    operatorDecides: true,
  },
  {
    name: 'one employee at two addresses, and an account without a date that an administrator disables',
    section: 'One employee, several addresses',
    deliveries: [e1, e1Elsewhere],
    onceMore: ofEmployee('m-9', 'e-1'),
    directory: { tokenLifeMs: 0, readLagMs: 0, shown: withoutDate },
    events: (simulation) => [disabling(simulation)],
    callsAreRepeated: true,
    operatorDecides: true,
  },
  {
    name: 'an address that passes to the next employee once its account is removed',
    section: 'One employee, several addresses',
    deliveries: [e1, ofEmployee('m-2', 'e-2')],
    onceMore: ofEmployee('m-9', 'e-2'),
    events: (simulation) => [removal(simulation)],
    callsAreRepeated: true,
  },
  {
    name: 'an address whose next employee has an account at another, once its own account is removed',
    section: 'One employee, several addresses',
    deliveries: [e1, ofEmployee('m-2', 'e-2', elsewhere)],
    onceMore: ofEmployee('m-9', 'e-2'),
    events: (simulation) => [removal(simulation)],
    operatorDecides: true,
  },
  {
    name: 'a hire without an employee id, and two employees at its address side by side',
    section: 'One employee, several addresses',
    deliveries: [first, ofEmployee('m-2', 'e-1'), ofEmployee('m-3', 'e-2')],
    onceMore: ofEmployee('m-9', 'e-1'),
    operatorDecides: true,
    faultsAtMost: 1,
  },
  {
    name: 'two employees at one address, in a directory that refuses hires for a while',
    section: 'One employee, several addresses',
    deliveries: [e1, ofEmployee('m-2', 'e-2')],
    onceMore: ofEmployee('m-9', 'e-2'),
    events: (simulation) => [refusal(simulation), acceptance(simulation)],
    faultsAtMost: 0,
  },
  {
    name: 'two employees at one address, and a first attempt of which little is known',
    section: 'One employee, several addresses',
    deliveries: [e1, ofEmployee('m-2', 'e-2')],
    onceMore: ofEmployee('m-9', 'e-2'),
    events: (simulation) => [refusal(simulation)],
    operatorDecides: true,
  },
  {
    name: 'one employee at two addresses, one of them twice, in a directory that begins to refuse',
    section: 'One employee, several addresses',
    deliveries: [e1, e1, e1Elsewhere],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    events: (simulation) => [refusal(simulation), acceptance(simulation)],
    operatorDecides: true,
    faultsAtMost: 0,
  },
  {
    name: 'one employee, once without an id, and another address of the same employee',
    section: 'One employee, several addresses',
    deliveries: [
      e1,
      message('m-2', { requestId: 'request-2' }),
      ofEmployee('m-3', 'e-1', elsewhere),
    ],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    operatorDecides: true,
    faultsAtMost: 1,
  },
  {
    name: 'an employee id that a duplicate brings, and another address of the same employee',
    section: 'One employee, several addresses',
    deliveries: [first, ofEmployee('m-2', 'e-1'), ofEmployee('m-3', 'e-1', elsewhere)],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    operatorDecides: true,
    faultsAtMost: 1,
  },
  {
    name: 'two employees at one address, and one of them at another',
    section: 'One employee, several addresses',
    deliveries: [e1, ofEmployee('m-2', 'e-2'), ofEmployee('m-3', 'e-1', elsewhere)],
    onceMore: ofEmployee('m-9', 'e-2'),
    faultsAtMost: 1,
  },
  {
    name: 'two employees at one address, in a directory that notes employee ids',
    section: 'One employee, several addresses',
    deliveries: [e1, ofEmployee('m-2', 'e-2')],
    onceMore: ofEmployee('m-9', 'e-2'),
    directory: STORING_EMPLOYEES,
    events: (simulation) => [removal(simulation)],
  },
  {
    name: 'a hire and its manager at the same time',
    section: 'One employee, several addresses',
    deliveries: [
      ofEmployee('m-1', 'e-1', { emailAddress: 'grace@example.com' }),
      message('m-2', { requestId: 'request-2', manager: 'e-1' }),
    ],
    onceMore: message('m-9', { requestId: 'request-9', manager: 'e-1' }),
    directory: STORING_EMPLOYEES,
  },
  {
    name: 'one employee at two addresses, in a directory where a creation looks for the employee',
    section: 'One employee, several addresses',
    deliveries: [e1, e1Elsewhere],
    onceMore: ofEmployee('m-9', 'e-1'),
    directory: SEEKING_EMPLOYEES,
  },
  {
    name: 'one employee at two addresses, and an account that an operator removes, in a directory where a creation looks for the employee',
    section: 'One employee, several addresses',
    deliveries: [e1, e1Elsewhere],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    directory: SEEKING_EMPLOYEES,
    events: (simulation) => [removal(simulation)],
    operatorDecides: true,
  },
  {
    name: 'an account that the directory knows to be the employee’s, at another address',
    section: 'One employee, several addresses',
    deliveries: [e1, ofEmployee('m-2', 'e-1')],
    onceMore: ofEmployee('m-9', 'e-1'),
    directory: SEEKING_EMPLOYEES,
    prepare: ({ directory, clock }) => {
      directory.add({ ...account, ...elsewhere }, 'ENABLED', { employeeId: 'e-1' });
      clock.advance(HOUR_MS);
    },
    isRefused: true,
  },
  {
    name: 'an account that the directory knows to be the employee’s, at another address, and a hire without the id',
    section: 'One employee, several addresses',
    deliveries: [first, ofEmployee('m-2', 'e-1')],
    onceMore: ofEmployee('m-9', 'e-1'),
    directory: SEEKING_EMPLOYEES,
    prepare: ({ directory, clock }) => {
      directory.add({ ...account, ...elsewhere }, 'ENABLED', { employeeId: 'e-1' });
      clock.advance(HOUR_MS);
    },
    operatorDecides: true,
  },
];
