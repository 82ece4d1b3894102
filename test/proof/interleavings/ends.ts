import { brokenEnd } from './invariants.ts';
import type { Scenario } from './scenarios.ts';
import type { HireWorld, Moment, QueuedMessage } from './simulation.ts';

const AFTER_TOKEN_AND_LEASE_MS = 20 * 60_000;
const ROUNDS_TO_THE_END = 5;

/** How messages come back after a schedule: by their visibility timeout, or by a redrive. */
const RETURNS = ['redelivered', 'redriven'] as const;

/** What became of the person once nothing stood in the way of any message about them. */
export interface End {
  readonly accounts: number;
  readonly isOnRecord: boolean;
  readonly events: number;
  readonly broken: readonly string[];
}

/**
 * Brings the world on from this moment in each way that messages can come back: those that are left
 * are delivered, with no more faults, and then HR sends the hire once more, in a request of its own.
 */
export async function endsFrom(
  moment: Moment,
  world: HireWorld,
  scenario: Scenario,
): Promise<readonly End[]> {
  const ends: End[] = [];
  for (const back of RETURNS) {
    world.putBack(moment);
    await deliverUntilGone(scenario.deliveries, world, scenario, back);
    const broken = brokenEnd(world, scenario.deliveries, scenario);
    world.directory.accept();
    await deliverUntilGone(
      [scenario.onceMore],
      world,
      { ...scenario, policyAfterwards: undefined },
      back,
    );
    broken.push(...brokenEnd(world, [scenario.onceMore], scenario));
    ends.push(endOf(world, scenario, broken));
  }
  return ends;
}

async function deliverUntilGone(
  messages: readonly QueuedMessage[],
  world: HireWorld,
  { comesBackAfterMs = AFTER_TOKEN_AND_LEASE_MS, policyAfterwards }: Scenario,
  back: (typeof RETURNS)[number],
): Promise<void> {
  const undisturbed = {
    clock: world.clock,
    call: <Answer>(_name: string, _kind: string, perform: () => Promise<Answer>) => perform(),
  };
  for (let round = 1; round <= ROUNDS_TO_THE_END; round += 1) {
    const left = [...new Set(messages)].filter((message) => !world.isDeleted(message));
    if (left.length === 0) return;
    world.clock.advance(comesBackAfterMs);
    for (const message of left) {
      const { messageId, policy } = message;
      await world.deliver(
        { ...message, policy: policyAfterwards ?? policy },
        back === 'redriven' ? `${messageId}-${round}` : messageId,
        undisturbed,
      );
    }
  }
}

function endOf(world: HireWorld, { isRefused }: Scenario, broken: readonly string[]): End {
  const { directory, told } = world;
  const record = world.record();
  const isOnRecord =
    record?.state === 'PROVISIONED' &&
    directory.users.some(({ userId }) => userId === record.userId);
  if (isOnRecord === (isRefused === true))
    broken = [...broken, isRefused ? 'a hire was let through' : 'the hire ends without an account'];
  return {
    accounts: directory.users.length,
    isOnRecord,
    events: new Set(told.map(({ event }) => event.id)).size,
    broken,
  };
}
