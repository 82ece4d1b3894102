import { REASSIGNED } from '../../../src/aws/reassign-record.ts';
import { hasAccount } from '../../../src/provisioning/has-account.ts';
import type { Clock } from '../../../src/provisioning/ports.ts';
import type { UserRecord } from '../../../src/provisioning/record.ts';
import type { KeptUser } from '../in-memory/memory-directory.ts';
import { brokenEnd, type PersonAtEnd, stuckRecords } from '../promises.ts';
import type { QueuedMessage } from './queued-message.ts';
import type { Actor } from './resumable.ts';
import { messagesOf, type Scenario } from './scenario.ts';
import type { Moment, Simulation } from './simulation.ts';

const AFTER_TOKEN_AND_LEASE_MS = 30 * 60_000;
/** Rounds that a message may take once no attempt from before is in its way any more. */
const ROUNDS_TO_THE_END = 5;

/** How messages come back after a schedule: by their visibility timeout, or by a redrive. */
const WAYS_BACK = ['redelivered', 'redriven'] as const;

/** What became of the person once nothing stood in the way of any message. */
export interface End {
  /** Who must have an account: one, or none where an operator has to decide. */
  readonly people: number;
  readonly accounts: number;
  readonly isOnRecord: boolean;
  readonly events: number;
  readonly broken: readonly string[];
}

/**
 * Continues from this moment in each way that messages can come back. The messages that are left
 * are delivered with no more faults. Then HR sends the hire once more, in a request of its own.
 */
export async function endsFrom(
  moment: Moment,
  simulation: Simulation,
  scenario: Scenario,
): Promise<readonly End[]> {
  const { onceMore, reassigns } = scenario;
  const deliveries = messagesOf(scenario);
  const ends: End[] = [];
  for (const wayBack of WAYS_BACK) {
    simulation.putBack(moment);
    // A group that was gone is there again: people correct that.
    simulation.directory.missGroup();
    await deliverUntilGone([...deliveries, ...simulation.copies()], simulation, scenario, wayBack);
    if (reassigns) {
      await simulation.reassigning.run(reassigns);
      await deliverUntilGone(deliveries, simulation, scenario, wayBack);
    }
    await untilNothingWaits(simulation, scenario, wayBack);
    const messages = [...deliveries, ...simulation.copies()];
    const broken = [
      ...brokenAfter(messages, simulation, scenario),
      ...brokenWaits(messages, simulation),
    ];
    simulation.directory.accept();
    simulation.waiting.askAgain();
    const policyAsBefore = { ...scenario, policyAfterwards: undefined };
    const { clock } = simulation;
    await deliverUntilGone([onceMore], simulation, policyAsBefore, wayBack, clock.now());
    // An administrator deleted the account, so the message was rejected: an operator replays it.
    if (isAccountGone(onceMore, simulation)) {
      clock.advance(1_000);
      const replay = replayed(onceMore);
      await deliverUntilGone([replay], simulation, policyAsBefore, wayBack, clock.now());
    }
    ends.push(endOf(simulation, scenario, messages, broken));
  }
  return ends;
}

/** The day comes for every hire that waits: the sweep runs, and what it sends is delivered. */
async function untilNothingWaits(
  simulation: Simulation,
  scenario: Scenario,
  wayBack: (typeof WAYS_BACK)[number],
): Promise<void> {
  const { clock, waiting } = simulation;
  for (let round = 1; round <= ROUNDS_TO_THE_END; round += 1) {
    const hire = waiting.scheduled();
    if (hire?.state !== 'waiting') return;
    clock.set(Math.max(clock.now(), hire.dueAtMs));
    await waiting.sweep(undisturbedAt(clock));
    await deliverUntilGone(simulation.copies(), simulation, scenario, wayBack);
  }
}

/** Everyone whose hire was to wait, and was not cancelled, has an account, or a failed message for an operator. */
function brokenWaits(
  messages: readonly QueuedMessage[],
  { waiting, view }: Simulation,
): readonly string[] {
  const hire = waiting.scheduled();
  if (hire?.state === 'cancelled') return [];
  const { events, kept, records, factsOf } = view(messages);
  const personOf = (body: string) => factsOf(body).personKey;
  const waited = events.flatMap(({ event, bodies }) =>
    event.type === 'joiner.user.scheduled.v1' ? bodies.map(personOf) : [],
  );
  const known = [
    ...records.flatMap((record) => (hasAccount(record) ? record.personKey : [])),
    ...kept.map(({ body }) => personOf(body)),
  ];
  const isLost = hire?.state === 'waiting' || waited.some((person) => !known.includes(person));
  return isLost ? ['a hire that waited for its day is lost'] : [];
}

function undisturbedAt(clock: Clock): Actor {
  return { clock, call: (_name, _kind, perform) => perform() };
}

async function deliverUntilGone(
  messages: readonly QueuedMessage[],
  simulation: Simulation,
  { comesBackAfterMs = AFTER_TOKEN_AND_LEASE_MS, comeInTurn, policyAfterwards }: Scenario,
  wayBack: (typeof WAYS_BACK)[number],
  sentAtMs?: number,
): Promise<void> {
  const { clock } = simulation;
  const undisturbed = undisturbedAt(clock);
  const rounds = Math.ceil(AFTER_TOKEN_AND_LEASE_MS / comesBackAfterMs) + ROUNDS_TO_THE_END;
  for (let round = 1; round <= rounds; round += 1) {
    const left = [...new Set(messages)].filter((message) => !simulation.isDeleted(message));
    if (left.length === 0) return;
    const redrivenAtMs = clock.now();
    clock.advance(comesBackAfterMs);
    for (const message of comeInTurn && round % 2 === 0 ? left.toReversed() : left) {
      const { messageId, policy, sentAtMs: firstSentAtMs = 0 } = message;
      await simulation.deliver(
        { ...message, policy: policyAfterwards ?? policy },
        wayBack === 'redriven' ? `${messageId}-${round}` : messageId,
        undisturbed,
        wayBack === 'redriven' ? Math.max(redrivenAtMs, firstSentAtMs) : sentAtMs,
      );
    }
  }
}

function replayed(message: QueuedMessage): QueuedMessage {
  return { ...message, messageId: `${message.messageId}-replayed` };
}

function isAccountGone(message: QueuedMessage, { recordOf, directory }: Simulation): boolean {
  const now = recordOf(message);
  return hasAccount(now) && directory.gone.some(({ userId }) => userId === now.userId);
}

function brokenAfter(
  messages: readonly QueuedMessage[],
  simulation: Simulation,
  { mayStayCreating }: Scenario,
  people: readonly PersonAtEnd[] = [],
): readonly string[] {
  const view = simulation.view(messages);
  const isExcused = (record: UserRecord) => {
    switch (record.state) {
      case 'CREATING':
        return mayStayCreating === true;
      case 'FAILED':
        // It waits for the hire of the employee whom an operator gave it to.
        return record.reasonCode === REASSIGNED.code;
      case 'GRANTING':
        return isRenamed(record.userId, simulation);
      case 'PROVISIONED':
        return false;
    }
  };
  return [...brokenEnd(view, people), ...stuckRecords(view, isExcused)];
}

/** An account that has another address before it is on record: an operator decides. */
function isRenamed(id: string | undefined, { directory }: Simulation): boolean {
  return directory.users.some(
    ({ userId, formerAddress }) => userId === id && formerAddress !== undefined,
  );
}

function endOf(
  simulation: Simulation,
  scenario: Scenario,
  messages: readonly QueuedMessage[],
  brokenBefore: readonly string[],
): End {
  const { onceMore, isRefused, operatorDecides } = scenario;
  const { atAddress, ofEmployee } = simulation.accountsOf(onceMore);
  const users = [...atAddress, ...ofEmployee];
  const idsIn = (state: 'PROVISIONED' | 'GRANTING') =>
    simulation.records().flatMap((record) => (record.state === state ? record.userId : []));
  const onRecord = new Set(idsIn('PROVISIONED'));
  const isOnRecord = users.some(({ userId }) => onRecord.has(userId));
  const renamed = idsIn('GRANTING').filter((userId) => isRenamed(userId, simulation));
  // What an administrator disabled or gave another address before it was on record, an operator decides.
  const isCounted = ({ status, userId }: KeptUser) =>
    onRecord.has(userId) || (status !== 'DISABLED' && !renamed.includes(userId));
  const countOf = (some: readonly KeptUser[]) => some.filter(isCounted).length;
  // An account of another employee may still be at the address.
  const person = { accounts: Math.max(countOf(atAddress), countOf(ofEmployee)), isOnRecord };
  const isServed = !isRefused && (isOnRecord || !operatorDecides);
  return {
    ...person,
    people: isServed ? 1 : 0,
    events: simulation.eventIds().size,
    broken: [
      ...brokenBefore,
      ...brokenAfter([...messages, onceMore], simulation, scenario, isServed ? [person] : []),
      ...(isRefused && isOnRecord ? ['a hire was let through'] : []),
    ],
  };
}
