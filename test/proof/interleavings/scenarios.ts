import type { Policy } from '../../../src/contracts/policy.ts';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';
import { createProfileRules } from '../../../src/provisioning/profile.ts';
import type { Wanted } from './reassigning.ts';
import type { Scenario } from './scenario.ts';
import type { OutsideEvent } from './schedule.ts';
import {
  FIRST_MORNING_MS,
  type QueuedMessage,
  type Simulation,
  WIDE_POLICY,
} from './simulation.ts';

const NARROW_POLICY: Policy = { ...WIDE_POLICY, allowedUserTypes: ['APP_USER'] };

const ada = { emailAddress: 'ada@example.com', firstName: 'Ada', requestId: 'request-1' };
const account = {
  emailAddress: ada.emailAddress,
  firstName: 'Ada',
  type: 'APP_USER',
  apiAccess: 'DISABLED',
} as const;

function message(messageId: string, content: object = {}): QueuedMessage {
  return { messageId, body: JSON.stringify({ ...ada, ...content }), policy: WIDE_POLICY };
}

function outsidePolicy(one: QueuedMessage): QueuedMessage {
  return { ...one, policy: NARROW_POLICY };
}

const first = message('m-1');
/** A field that the contract ignores makes no other request. */
const sameRequest = message('m-2', { note: 'sent again' });
const otherRequest = message('m-2', { requestId: 'request-2' });
const otherContent = message('m-2', { requestId: 'request-2', firstName: 'Augusta' });
const onceMore = message('m-9', { requestId: 'request-9' });

function ofEmployee(messageId: string, employeeId: string, content: object = {}): QueuedMessage {
  return message(messageId, { requestId: `request-of-${messageId}`, employeeId, ...content });
}

/** Another address for the same employee: HR corrects a mistyped one, or someone marries. */
const elsewhere = { emailAddress: 'ada.byron@example.com' };
const e1 = ofEmployee('m-1', 'e-1');
const e1Elsewhere = ofEmployee('m-2', 'e-1', elsewhere);

const HOUR_MS = 3_600_000;
const tomorrow = { startDate: '2026-03-03' };
const later = { startDate: '2026-04-01' };
const ADA_TO_E2: Wanted = { address: ada.emailAddress, employeeId: 'e-2' };
const BYRON_TO_E1: Wanted = { address: elsewhere.emailAddress, employeeId: 'e-1' };

export const LEASE_RUNS_OUT = 'the lease runs out';
export const TOKEN_EXPIRES = 'the token expires';

function refusal({ directory }: Simulation): OutsideEvent {
  return {
    name: 'the directory refuses from now on',
    costs: 'nothing',
    happen: directory.refuse,
  };
}

function acceptance({ directory }: Simulation): OutsideEvent {
  return {
    name: 'the directory accepts again',
    costs: 'nothing',
    isPossible: () => directory.state().refuses,
    happen: directory.accept,
  };
}

function strangersAccount({ directory }: Simulation): OutsideEvent {
  return {
    name: 'another program creates the account',
    costs: 'nothing',
    isPossible: () => directory.users.length === 0,
    happen: () => directory.add({ ...account, firstName: 'Augusta' }),
  };
}

function removal({ directory }: Simulation): OutsideEvent {
  return {
    name: 'an operator removes the account',
    costs: 'nothing',
    isPossible: () => directory.users.length > 0,
    happen: () => {
      for (const { userId } of directory.users) directory.remove(userId);
    },
  };
}

/** An administrator who changes a person's name changes the address with it. */
function renaming({ directory, records }: Simulation): OutsideEvent {
  return {
    name: 'an administrator gives the account another address',
    costs: 'nothing',
    isPossible: () => records().some(({ state }) => state === 'PROVISIONED'),
    happen: () => directory.rename(ada.emailAddress, 'ada.byron@example.com'),
  };
}

function disabling({ directory }: Simulation): OutsideEvent {
  return {
    name: 'an administrator disables the account',
    costs: 'nothing',
    isPossible: () => directory.users.some(({ status }) => status === 'ENABLED'),
    happen: () => {
      for (const { userId } of directory.users) directory.setStatus(userId, 'DISABLED');
    },
  };
}

/** An operator erases the person: looks at the record, thinks, and confirms. */
function erasure({ recordOf, show, shown, erase }: Simulation): readonly OutsideEvent[] {
  return [
    {
      name: 'an operator who would erase the person is shown a record that is settled',
      costs: 'nothing',
      isPossible: () => recordOf(first) !== undefined,
      happen: show,
    },
    {
      name: 'the operator erases the person',
      costs: 'nothing',
      isPossible: () => shown() !== undefined,
      happen: erase,
    },
  ];
}

const managerRules = createProfileRules({ forwarded: ['manager'], allowedValues: {} });

/** Like IAM Identity Center: without tokens, it stores employee ids and managers. */
const STORING_EMPLOYEES = {
  tokenLifeMs: 0,
  notesEmployeeId: true,
  ...(managerRules && { profile: managerRules }),
};
function dayComes({ clock, waiting }: Simulation): OutsideEvent {
  return {
    name: 'the day comes',
    costs: 'nothing',
    isPossible: () => (waiting.scheduled()?.dueAtMs ?? 0) > clock.now(),
    happen: () => clock.set(waiting.scheduled()?.dueAtMs ?? 0),
  };
}

/** An operator cancels a hire that waits: looks at it, thinks, confirms, and is told whether it was in time. */
function cancellation({ waiting }: Simulation): readonly OutsideEvent[] {
  return [
    {
      name: 'an operator who would cancel is shown the hire',
      costs: 'nothing',
      isPossible: () => waiting.scheduled() !== undefined,
      happen: waiting.show,
    },
    {
      name: 'the operator cancels the hire',
      costs: 'nothing',
      isPossible: () => waiting.cancellation.shown !== undefined,
      happen: waiting.cancel,
    },
    {
      name: 'the operator looks whether an attempt was faster',
      costs: 'nothing',
      isPossible: () => waiting.cancellation.isWritten === true,
      happen: waiting.confirm,
    },
  ];
}

/** HR's message was sent a while ago, and its hire waits until the day comes. */
async function waits(
  message: QueuedMessage,
  { clock, deliver, waiting }: Simulation,
): Promise<void> {
  const undisturbed = {
    clock,
    call: <Result>(_name: string, _kind: string, perform: () => Promise<Result>) => perform(),
  };
  await deliver(message, message.messageId, undisturbed, clock.now() - HOUR_MS);
  clock.set(waiting.scheduled()?.dueAtMs ?? 0);
}

const RECORD_DAYS = 30;
/** Sent just after the account is seen gone. */
const askedAgain = { ...ofEmployee('m-3', 'e-1'), sentAtMs: FIRST_MORNING_MS + HOUR_MS + 1_000 };
const DAY_MS = 24 * HOUR_MS;
const AFTER_EXPIRY_MS = FIRST_MORNING_MS + (RECORD_DAYS + 1) * DAY_MS;
/** The pointer expires a month later. */
const AFTER_BOTH_MS = AFTER_EXPIRY_MS + 30 * DAY_MS;

const elsewhereLater = { ...e1Elsewhere, sentAtMs: AFTER_EXPIRY_MS };

const WITHOUT_FAULT = {
  call: <Result>(_name: string, _kind: string, perform: () => Promise<Result>) => perform(),
};

/** The employee's account was made and then deleted. */
async function deletedAccount(simulation: Simulation): Promise<void> {
  const { clock, directory } = simulation;
  await simulation.deliver(e1, e1.messageId, { clock, ...WITHOUT_FAULT });
  for (const { userId } of directory.users) directory.remove(userId);
  clock.advance(HOUR_MS);
}

/** And was seen gone by a message from before. */
async function expiredAt(nowMs: number, simulation: Simulation): Promise<void> {
  const { clock } = simulation;
  await deletedAccount(simulation);
  const fromBefore = ofEmployee('m-0', 'e-1');
  await simulation.deliver(fromBefore, fromBefore.messageId, { clock, ...WITHOUT_FAULT });
  clock.set(nowMs);
}

/** DynamoDB deletes what has expired: each item at a time of its own, days later or never. */
function deletions({ hasExpired, deleteExpired }: Simulation): readonly OutsideEvent[] {
  return (['records', 'pointers'] as const).map((kind) => ({
    name: `DynamoDB deletes expired ${kind}`,
    costs: 'nothing',
    isPossible: () => hasExpired(kind),
    happen: () => deleteExpired(kind),
  }));
}

/** No message that failed once waits so long. */
function daysPass({ clock, isDeleted }: Simulation): OutsideEvent {
  return {
    name: 'two months pass',
    costs: 'nothing',
    isPossible: () => isDeleted(askedAgain),
    happen: () => clock.advance(AFTER_BOTH_MS - FIRST_MORNING_MS),
  };
}

/** An operator gives the record of an address to an employee id. The command may be cut off before any of its writes. */
function reassignment(wanted: Wanted, { reassigning }: Simulation): readonly OutsideEvent[] {
  const writes = ['first', 'second', 'third'].map(
    (which, index): OutsideEvent => ({
      name: `the operator's ${which} write`,
      costs: 'nothing',
      isPossible: () => reassigning.written() === index,
      happen: reassigning.write,
    }),
  );
  const shown: OutsideEvent = {
    name: 'an operator who would reassign the record is shown it',
    costs: 'nothing',
    happen: () => reassigning.show(wanted),
  };
  return [shown, ...writes];
}

/** Reads that do not show an account until just before the target says that they do. */
const LAGGING = { readLagMs: 600_000, lagMs: 599_999 };

/** As a SCIM server that shows no `meta.created`. */
function withoutDate({ createTimeMs: _, ...user }: DirectoryUser): DirectoryUser {
  return user;
}

function addBefore(known: object, { directory, clock }: Simulation): void {
  directory.add(account, 'ENABLED', known);
  clock.advance(3_600_000);
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'the same message twice',
    section: 'Delivered twice',
    deliveries: [first, first],
    onceMore,
    callsAreRepeated: true,
  },
  {
    name: 'the same request under two message ids',
    section: 'Delivered twice',
    deliveries: [first, sameRequest],
    onceMore,
  },
  {
    name: 'two requests for the same account',
    section: 'Delivered twice',
    deliveries: [first, otherRequest],
    onceMore,
  },
  {
    name: 'two requests that ask differently',
    section: 'Delivered twice',
    deliveries: [first, otherContent],
    onceMore,
  },
  {
    name: 'two requests, the second for fewer rights',
    section: 'Delivered twice',
    deliveries: [message('m-1', { type: 'SUPER_USER' }), otherRequest],
    onceMore,
  },
  {
    name: 'a correction under the old request id',
    section: 'Delivered twice',
    deliveries: [first, message('m-2', { firstName: 'Augusta' })],
    onceMore,
  },
  {
    name: 'two people with one address',
    section: 'An account was there before',
    deliveries: [
      message('m-1', { employeeId: 'e-1' }),
      message('m-2', { requestId: 'request-2', employeeId: 'e-2' }),
    ],
    onceMore,
  },
  {
    name: 'an account that was there before, exactly as requested',
    section: 'An account was there before',
    deliveries: [first, otherRequest],
    onceMore,
    prepare: (simulation) => addBefore({}, simulation),
  },
  {
    name: 'an account that was there before, without a creation date',
    section: 'An account was there before',
    deliveries: [first, otherRequest],
    onceMore,
    prepare: (simulation) => addBefore({ createTimeMs: undefined }, simulation),
  },
  {
    name: 'an account that was there before, with another name',
    section: 'An account was there before',
    deliveries: [first, otherRequest],
    onceMore,
    prepare: (simulation) => addBefore({ firstName: 'Augusta' }, simulation),
  },
  {
    name: 'an account that no hire may take over',
    section: 'An account was there before',
    deliveries: [first, otherRequest],
    onceMore,
    prepare: (simulation) => addBefore({ type: 'SUPER_USER' }, simulation),
    isRefused: true,
  },
  {
    name: 'an account that the directory itself knows to be another person’s',
    section: 'An account was there before',
    deliveries: [
      message('m-1', { employeeId: 'e-2' }),
      message('m-2', { requestId: 'request-2', employeeId: 'e-2' }),
    ],
    onceMore: message('m-9', { requestId: 'request-9', employeeId: 'e-2' }),
    prepare: (simulation) => addBefore({ employeeId: 'e-1' }, simulation),
    isRefused: true,
  },
  {
    name: 'an employee id that the directory notes at another address',
    section: 'An account was there before',
    deliveries: [
      message('m-1', { employeeId: 'e-1' }),
      message('m-2', { requestId: 'request-2', employeeId: 'e-1' }),
    ],
    onceMore: message('m-9', { requestId: 'request-9', employeeId: 'e-1' }),
    directory: {
      tokenLifeMs: 0,
      enforcesUniqueness: false,
      ownIdOf: ({ employeeId, personKey }) => employeeId ?? personKey,
    },
    prepare: ({ directory, clock }) => {
      directory.add({ ...account, emailAddress: 'eve@example.com' }, 'ENABLED', {
        employeeId: 'e-1',
      });
      clock.advance(3_600_000);
    },
    isRefused: true,
  },
  {
    name: 'an account that another program creates at the same time',
    section: 'An account was there before',
    deliveries: [first, otherRequest],
    onceMore,
    events: (simulation) => [strangersAccount(simulation)],
  },
  {
    name: 'an account that an operator removes',
    section: 'An account was there before',
    deliveries: [first, otherRequest],
    onceMore,
    events: (simulation) => [removal(simulation)],
    callsAreRepeated: true,
  },
  {
    name: 'a directory that begins to refuse the hire',
    section: 'Rules change',
    deliveries: [first, otherRequest],
    onceMore,
    events: (simulation) => [refusal(simulation)],
  },
  {
    name: 'a directory with neither tokens nor unique addresses, which begins to refuse the hire',
    section: 'Rules change',
    deliveries: [first, otherRequest],
    onceMore,
    directory: { tokenLifeMs: 0, enforcesUniqueness: false },
    events: (simulation) => [refusal(simulation)],
  },
  {
    name: 'a directory that refuses the hire for a while',
    section: 'Rules change',
    deliveries: [first, otherContent],
    onceMore,
    events: (simulation) => [refusal(simulation), acceptance(simulation)],
    callsAreRepeated: true,
  },
  {
    name: 'a policy that is narrowed between two deliveries of one message',
    section: 'Rules change',
    deliveries: [message('m-1', { type: 'SUPER_USER' })],
    onceMore: message('m-9', { requestId: 'request-9', type: 'SUPER_USER' }),
    policyAfterwards: NARROW_POLICY,
    mayStayCreating: true,
  },
  {
    name: 'a directory that only honours the token, within its life',
    section: 'Instances side by side',
    deliveries: [first, sameRequest],
    onceMore,
    directory: { tokenLifeMs: 600_000, enforcesUniqueness: false },
    spared: [TOKEN_EXPIRES],
    comesBackAfterMs: 65_000,
  },
  {
    name: 'a directory with neither tokens nor unique addresses',
    section: 'Instances side by side',
    deliveries: [first, first],
    onceMore,
    directory: { tokenLifeMs: 0, enforcesUniqueness: false },
  },
  {
    name: 'a directory with neither, and two requests that ask differently',
    section: 'Instances side by side',
    deliveries: [first, otherContent],
    onceMore,
    directory: { tokenLifeMs: 0, enforcesUniqueness: false },
  },
  {
    name: 'an account that an administrator gives another address',
    section: 'An account was there before',
    deliveries: [first, otherRequest],
    onceMore,
    events: (simulation) => [renaming(simulation)],
    // A creation that comes after the renaming finds the address free, and nothing shows whose it was.
    spared: [LEASE_RUNS_OUT, TOKEN_EXPIRES],
  },
  {
    name: 'a directory whose reads lag behind its writes',
    section: 'Reads that lag',
    deliveries: [first, otherContent],
    onceMore,
    directory: { tokenLifeMs: 0, ...LAGGING },
  },
  {
    name: 'a directory with neither tokens nor unique addresses, whose reads lag',
    section: 'Reads that lag',
    deliveries: [first, otherContent],
    onceMore,
    directory: { tokenLifeMs: 0, enforcesUniqueness: false, ...LAGGING },
  },
  {
    name: 'two messages outside policy that differ only in their employee id',
    section: 'Bad input',
    deliveries: [
      outsidePolicy(message('m-1', { type: 'SUPER_USER', employeeId: 'e-1' })),
      outsidePolicy(message('m-2', { type: 'SUPER_USER', employeeId: 'e-2' })),
    ],
    onceMore,
  },
  {
    name: 'a hire without an employee id, and two employees with its address',
    section: 'An account was there before',
    deliveries: [first, message('m-2', { requestId: 'request-2', employeeId: 'e-1' })],
    onceMore: message('m-9', { requestId: 'request-9', employeeId: 'e-2' }),
  },
  {
    name: 'one request, once with and once without an employee id',
    section: 'Delivered twice',
    deliveries: [first, message('m-2', { employeeId: 'e-1' })],
    onceMore,
  },
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
    name: 'two employees at one address, and an operator who gives it to the second',
    section: 'Reassigned',
    deliveries: [e1, ofEmployee('m-2', 'e-2')],
    onceMore: ofEmployee('m-9', 'e-2'),
    events: (simulation) => reassignment(ADA_TO_E2, simulation),
    reassigns: ADA_TO_E2,
    endsInTime: true,
  },
  {
    name: 'one employee at two addresses, and an operator who gives the first to another',
    section: 'Reassigned',
    deliveries: [e1, e1Elsewhere],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    events: (simulation) => reassignment(ADA_TO_E2, simulation),
    reassigns: ADA_TO_E2,
    endsInTime: true,
    faultsAtMost: 1,
  },
  {
    name: 'two employees at two addresses, and an operator who gives the second the first one’s',
    section: 'Reassigned',
    deliveries: [e1, ofEmployee('m-2', 'e-2', elsewhere)],
    onceMore: ofEmployee('m-9', 'e-2', elsewhere),
    events: (simulation) => reassignment(ADA_TO_E2, simulation),
    reassigns: ADA_TO_E2,
    endsInTime: true,
    operatorDecides: true,
    faultsAtMost: 1,
  },
  {
    name: 'an employee id that a duplicate brings, and an operator who gives it another address',
    section: 'Reassigned',
    deliveries: [first, ofEmployee('m-2', 'e-1'), ofEmployee('m-3', 'e-1', elsewhere)],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    events: (simulation) => reassignment(BYRON_TO_E1, simulation),
    reassigns: BYRON_TO_E1,
    endsInTime: true,
    operatorDecides: true,
    faultsAtMost: 0,
  },
  {
    name: 'a person whom an operator erases',
    section: 'Erased',
    deliveries: [first, sameRequest],
    onceMore,
    events: erasure,
  },
  {
    name: 'a person whom an operator erases, in a directory with neither tokens nor unique addresses, whose reads lag',
    section: 'Erased',
    deliveries: [first, otherRequest],
    onceMore,
    directory: { tokenLifeMs: 0, enforcesUniqueness: false, ...LAGGING },
    events: erasure,
  },
  {
    name: 'an employee whose record has expired, at another address',
    section: 'Expired',
    deliveries: [elsewhereLater, elsewhereLater],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    recordDays: RECORD_DAYS,
    prepare: (simulation) => expiredAt(AFTER_EXPIRY_MS, simulation),
    events: deletions,
    operatorDecides: true,
  },
  {
    name: 'an employee whose record has expired, at the old address and at another',
    section: 'Expired',
    deliveries: [
      { ...e1Elsewhere, sentAtMs: AFTER_BOTH_MS },
      { ...ofEmployee('m-3', 'e-1'), sentAtMs: AFTER_BOTH_MS },
    ],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    recordDays: RECORD_DAYS,
    prepare: (simulation) => expiredAt(AFTER_BOTH_MS, simulation),
    events: deletions,
    operatorDecides: true,
  },
  {
    name: 'an employee whose record expires, while a later hire asks for the account again',
    section: 'Expired',
    deliveries: [ofEmployee('m-2', 'e-1'), askedAgain],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    recordDays: RECORD_DAYS,
    prepare: deletedAccount,
    events: (simulation) => [daysPass(simulation), ...deletions(simulation)],
    // Later, the account would be seen gone after the second hire was sent, which is then one from before, too.
    spared: [LEASE_RUNS_OUT, TOKEN_EXPIRES],
    operatorDecides: true,
  },
  {
    name: 'a hire that waits for its day',
    section: 'A first day',
    deliveries: [message('m-1', tomorrow), message('m-1', tomorrow)],
    sweeps: 1,
    copies: 1,
    onceMore,
    events: (simulation) => [dayComes(simulation)],
    faultsAtMost: 0,
  },
  {
    name: 'a hire that is sent before its day, and one sweep',
    section: 'A first day',
    deliveries: [message('m-1', tomorrow)],
    sweeps: 1,
    copies: 1,
    onceMore,
    events: (simulation) => [dayComes(simulation)],
  },
  {
    name: 'a hire whose day has come, and two sweeps',
    section: 'A first day',
    deliveries: [],
    sweeps: 2,
    copies: 2,
    onceMore,
    prepare: (simulation) => waits(message('m-1', tomorrow), simulation),
  },
  {
    name: 'a first day that moves while its hire is released',
    section: 'A first day',
    deliveries: [message('m-2', { ...later, requestId: 'request-2' })],
    sweeps: 1,
    copies: 1,
    onceMore,
    prepare: (simulation) => waits(message('m-1', tomorrow), simulation),
  },
  {
    name: 'a first day that moves while its hire is released, in a directory with neither tokens nor unique addresses',
    section: 'A first day',
    deliveries: [message('m-2', { ...later, requestId: 'request-2' })],
    sweeps: 1,
    copies: 1,
    onceMore,
    directory: { tokenLifeMs: 0, enforcesUniqueness: false },
    prepare: (simulation) => waits(message('m-1', tomorrow), simulation),
  },
  {
    name: 'a first day that moves with the address of the employee',
    section: 'A first day',
    deliveries: [ofEmployee('m-2', 'e-1', { ...elsewhere, ...later })],
    sweeps: 1,
    copies: 1,
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    prepare: (simulation) => waits(ofEmployee('m-1', 'e-1', tomorrow), simulation),
    operatorDecides: true,
  },
  {
    name: 'a hire whose day has come, and an account that an operator removes',
    section: 'A first day',
    deliveries: [],
    sweeps: 2,
    copies: 2,
    onceMore,
    prepare: (simulation) => waits(message('m-1', tomorrow), simulation),
    events: (simulation) => [removal(simulation)],
    faultsAtMost: 0,
  },
  {
    name: 'a hire that an operator cancels while it is released',
    section: 'A first day',
    deliveries: [],
    sweeps: 1,
    copies: 1,
    onceMore,
    prepare: (simulation) => waits(message('m-1', tomorrow), simulation),
    events: cancellation,
  },
];

export function scenarioNamed(name: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (!scenario) throw new Error(`There is no scenario "${name}".`);
  return scenario;
}
