import { acceptance, removal } from './outside-events.ts';
import {
  addBefore,
  first,
  HOUR_MS,
  message,
  onceMore,
  otherContent,
  otherRequest,
  withoutDate,
} from './sample-messages.ts';
import type { Scenario } from './scenario.ts';
import type { OutsideEvent } from './schedule.ts';
import { FIRST_MORNING_MS, type Simulation } from './simulation.ts';

const grace = message('m-3', { emailAddress: 'grace@example.com', requestId: 'request-3' });
const mary = message('m-4', { emailAddress: 'mary@example.com', requestId: 'request-4' });

const ONE_AN_HOUR = {
  section: 'A budget of creations',
  creationsPerHour: 1,
  onceMore,
  comesBackAfterMs: HOUR_MS,
} as const;

function hourPasses({ clock }: Simulation): OutsideEvent {
  return { name: 'the hour passes', costs: 'nothing', happen: () => clock.advance(HOUR_MS) };
}

function raise({ budget }: Simulation): OutsideEvent {
  return {
    name: 'an operator raises the budget',
    costs: 'nothing',
    happen: () => budget.raise(2),
  };
}

const ASKED_AGAIN_MS = FIRST_MORNING_MS + 2 * HOUR_MS;

/** The account was made in an hour, deleted, and seen gone in the next. */
async function deletedAccount({ clock, deliver, directory }: Simulation): Promise<void> {
  const actor = {
    clock,
    call: <Result>(_name: string, _kind: string, perform: () => Promise<Result>) => perform(),
  };
  await deliver(first, first.messageId, actor);
  for (const { userId } of directory.users) directory.remove(userId);
  clock.advance(HOUR_MS);
  const fromBefore = message('m-0', { requestId: 'request-0' });
  await deliver(fromBefore, fromBefore.messageId, actor);
  clock.set(ASKED_AGAIN_MS);
}

/** Several people, and fewer creations in an hour than there are hires. */
export const BUDGET: readonly Scenario[] = [
  {
    ...ONE_AN_HOUR,
    name: 'two hires, and a budget of one creation an hour',
    deliveries: [first, grace],
    events: (simulation) => [hourPasses(simulation)],
  },
  {
    ...ONE_AN_HOUR,
    name: 'one hire twice, and a budget of one creation an hour',
    deliveries: [first, first],
    callsAreRepeated: true,
  },
  {
    ...ONE_AN_HOUR,
    name: 'two hires, a budget of one creation an hour, and an operator who raises it',
    deliveries: [first, grace],
    events: (simulation) => [raise(simulation)],
  },
  {
    ...ONE_AN_HOUR,
    name: 'a warm instance with two hires, and a budget of one creation an hour',
    deliveries: [mary],
    inTurn: [first, grace],
    events: (simulation) => [hourPasses(simulation)],
    faultsAtMost: 1,
  },
  {
    ...ONE_AN_HOUR,
    name: 'an account that is asked for again, and another hire, with a budget of one creation an hour',
    deliveries: [{ ...otherRequest, sentAtMs: ASKED_AGAIN_MS }, grace],
    prepare: deletedAccount,
  },
  {
    ...ONE_AN_HOUR,
    name: 'a warm instance with a hire that may find its own account, and a budget of one creation an hour',
    deliveries: [],
    inTurn: [first, grace],
    directory: { tokenLifeMs: 0, shown: withoutDate },
    callsAreRepeated: true,
  },
  {
    ...ONE_AN_HOUR,
    name: 'a warm instance with a hire that the directory refuses for a while, and a budget of one creation an hour',
    deliveries: [otherContent],
    inTurn: [first, grace],
    prepare: ({ directory }) => directory.refuse(),
    events: (simulation) => [acceptance(simulation)],
    faultsAtMost: 1,
  },
  {
    ...ONE_AN_HOUR,
    name: 'a warm instance with a hire whose account was there before and is removed, and a budget of one creation an hour',
    deliveries: [otherRequest],
    inTurn: [first, grace],
    prepare: (simulation) => addBefore({}, simulation),
    events: (simulation) => [removal(simulation)],
    faultsAtMost: 1,
  },
];
