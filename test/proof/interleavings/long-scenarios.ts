import { LEASE_RUNS_OUT, removal, TOKEN_EXPIRES } from './outside-events.ts';
import type { QueuedMessage } from './queued-message.ts';
import {
  e1,
  e1Elsewhere,
  elsewhere,
  HOUR_MS,
  LAGGING,
  later,
  message,
  ofEmployee,
  onceMore,
  otherRequest,
  today,
  tomorrow,
  yesterday,
} from './sample-messages.ts';
import type { Scenario } from './scenario.ts';
import type { OutsideEvent } from './schedule.ts';
import { FIRST_MORNING_MS, type Simulation } from './simulation.ts';

const WITHOUT_FAULT = {
  call: <Result>(_name: string, _kind: string, perform: () => Promise<Result>) => perform(),
};

function dayComes({ clock, waiting }: Simulation): OutsideEvent {
  return {
    name: 'the day comes',
    costs: 'nothing',
    isPossible: () => (waiting.scheduled()?.dueAtMs ?? 0) > clock.now(),
    happen: () => clock.set(waiting.scheduled()?.dueAtMs ?? 0),
  };
}

/** An operator cancels a hire that waits: looks at it, thinks, confirms, and sees whether it was in time. */
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
      isPossible: () => waiting.cancellation.writtenAtMs !== undefined,
      happen: waiting.confirm,
    },
  ];
}

/** HR's message was sent a while ago, and its hire waits until the day comes. */
async function waits(
  message: QueuedMessage,
  { clock, deliver, waiting }: Simulation,
): Promise<void> {
  await deliver(message, message.messageId, { clock, ...WITHOUT_FAULT }, clock.now() - HOUR_MS);
  clock.set(waiting.scheduled()?.dueAtMs ?? 0);
}

/** An operator has cancelled a hire before its day, which has come, and a message from before that is still queued. */
async function cancelled(simulation: Simulation): Promise<void> {
  const { clock, waiting } = simulation;
  await waits(message('m-0', tomorrow), simulation);
  clock.set(FIRST_MORNING_MS);
  waiting.show();
  await waiting.cancel();
  clock.set(waiting.scheduled()?.dueAtMs ?? 0);
}

/** Its day came, and the sweep sent it: the operator cancelled what was under way, and no attempt was faster. */
async function cancelledOnceReleased(simulation: Simulation): Promise<void> {
  const { clock, waiting } = simulation;
  await waits(ofEmployee('m-1', 'e-1', tomorrow), simulation);
  await waiting.sweep({ clock, ...WITHOUT_FAULT });
  waiting.show();
  await waiting.cancel();
  waiting.confirm();
  clock.advance(HOUR_MS);
}

/** And the next address is another employee's. */
async function cancelledAndTakenElsewhere(simulation: Simulation): Promise<void> {
  await cancelledOnceReleased(simulation);
  const theirs = ofEmployee('m-0', 'e-3', elsewhere);
  await simulation.deliver(theirs, theirs.messageId, {
    clock: simulation.clock,
    ...WITHOUT_FAULT,
  });
}

const RECORD_DAYS = 30;
/** Sent just after the account is seen gone. */
const askedAgain = { ...ofEmployee('m-3', 'e-1'), sentAtMs: FIRST_MORNING_MS + HOUR_MS + 1_000 };
const DAY_MS = 24 * HOUR_MS;
const AFTER_EXPIRY_MS = FIRST_MORNING_MS + (RECORD_DAYS + 1) * DAY_MS;
/** The pointer expires a month later. */
const AFTER_BOTH_MS = AFTER_EXPIRY_MS + 30 * DAY_MS;

const elsewhereLater = { ...e1Elsewhere, sentAtMs: AFTER_EXPIRY_MS };

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

/** What takes days: hires that wait for theirs, records that expire. */
export const LONG: readonly Scenario[] = [
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
    faultsAtMost: 1,
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
    name: 'a first day of the employee at another address',
    section: 'A first day',
    deliveries: [ofEmployee('m-2', 'e-1', { ...elsewhere, ...later })],
    sweeps: 1,
    copies: 1,
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    prepare: (simulation) => waits(ofEmployee('m-1', 'e-1', tomorrow), simulation),
    operatorDecides: true,
  },
  {
    name: 'an employee whose day has come, and a hire at another address that is due at once',
    section: 'A first day',
    deliveries: [ofEmployee('m-2', 'e-1', { ...elsewhere, ...today })],
    sweeps: 1,
    copies: 1,
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    prepare: (simulation) => waits(ofEmployee('m-1', 'e-1', tomorrow), simulation),
    operatorDecides: true,
  },
  {
    name: 'a hire that is under way, and a first day of the employee at another address',
    section: 'A first day',
    deliveries: [
      ofEmployee('m-1', 'e-1', yesterday),
      ofEmployee('m-2', 'e-1', { ...elsewhere, ...later }),
    ],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    operatorDecides: true,
    faultsAtMost: 1,
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
  {
    name: 'a hire that an operator has cancelled, and a later one, in a directory with neither tokens nor unique addresses, whose reads lag',
    section: 'A first day',
    deliveries: [
      { ...message('m-1', tomorrow), sentAtMs: FIRST_MORNING_MS - 2 * HOUR_MS },
      otherRequest,
    ],
    onceMore,
    directory: { tokenLifeMs: 0, enforcesUniqueness: false, ...LAGGING },
    prepare: cancelled,
    comesBackAfterMs: 10 * 60_000,
    comeInTurn: true,
  },
  {
    name: 'a hire that an operator cancels while the employee gets a later day at another address',
    section: 'A first day',
    deliveries: [ofEmployee('m-2', 'e-1', { ...elsewhere, ...later })],
    sweeps: 1,
    copies: 1,
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    prepare: (simulation) => waits(ofEmployee('m-1', 'e-1', tomorrow), simulation),
    events: cancellation,
    // A message that SQS itself moved to the dead-letter queue is as new as its redrive, and so newer than the decision.
    spared: [LEASE_RUNS_OUT, TOKEN_EXPIRES],
    operatorDecides: true,
    faultsAtMost: 1,
  },
  {
    name: 'a hire that an operator has cancelled, whose copy is under way, and one of the employee at another address',
    section: 'A first day',
    deliveries: [
      {
        ...ofEmployee('m-2', 'e-1', { ...elsewhere, ...later }),
        sentAtMs: FIRST_MORNING_MS + DAY_MS,
      },
    ],
    copies: 1,
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    prepare: cancelledOnceReleased,
  },
  {
    name: 'a hire that an operator has cancelled, whose copy is under way, and one of the employee at an address of another',
    section: 'A first day',
    deliveries: [
      {
        ...ofEmployee('m-2', 'e-1', { ...elsewhere, ...later }),
        sentAtMs: FIRST_MORNING_MS + DAY_MS,
      },
    ],
    copies: 1,
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    prepare: cancelledAndTakenElsewhere,
    operatorDecides: true,
  },
];
