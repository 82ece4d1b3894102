import type { Policy } from '../../src/contracts/policy.ts';
import type { HireWorld, QueuedMessage } from './hire-world.ts';
import type { WorldEvent } from './schedule.ts';

const everybody: Policy = {
  allowedUserTypes: ['APP_USER', 'SUPER_USER'],
  allowedApiAccessPrincipalArns: [],
  allowedEmailDomains: [],
};
const plainUsers: Policy = { ...everybody, allowedUserTypes: ['APP_USER'] };

const ada = { emailAddress: 'ada@example.com', firstName: 'Ada', requestId: 'request-1' };

function message(messageId: string, content: object): QueuedMessage {
  const body = JSON.stringify({ ...ada, ...content });
  return { messageId, body, policy: everybody, deleted: false };
}

function refusal({ directory }: HireWorld): WorldEvent {
  return {
    name: 'the directory refuses from now on',
    costs: 'nothing',
    happen: directory.refuse,
  };
}

/** Deliveries of one hire that run side by side, and what else may happen meanwhile. */
export interface Scenario {
  readonly name: string;
  readonly deliveries: () => readonly QueuedMessage[];
  readonly prepare?: (world: HireWorld) => void;
  readonly events?: (world: HireWorld) => readonly WorldEvent[];
  /** The policy under which messages that are left come back; else as it was. */
  readonly policyAfterwards?: Policy;
  /** How many accounts there are once every message has reached its end, where that is certain. */
  readonly accounts?: number;
  /** What is sent out and deleted follows its story at once, to keep the schedules few. */
  readonly storiesOnly?: true;
  /** Nobody may be left to finish the attempt: an operator is told to look. */
  readonly mayStayCreating?: true;
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'the same message twice',
    deliveries: () => {
      const one = message('m-1', {});
      return [one, one];
    },
    accounts: 1,
  },
  {
    name: 'the same request under two message ids',
    deliveries: () => [message('m-1', {}), message('m-2', {})],
    accounts: 1,
  },
  {
    name: 'two requests for the same account',
    deliveries: () => [message('m-1', {}), message('m-2', { requestId: 'request-2' })],
    accounts: 1,
  },
  {
    name: 'two requests that ask differently',
    deliveries: () => [
      message('m-1', {}),
      message('m-2', { requestId: 'request-2', firstName: 'Augusta' }),
    ],
    accounts: 1,
  },
  {
    name: 'an account that was there before',
    deliveries: () => [message('m-1', {}), message('m-2', { requestId: 'request-2' })],
    prepare: ({ clock, directory }) => {
      directory.add({ emailAddress: ada.emailAddress, type: 'APP_USER', apiAccess: 'DISABLED' });
      clock.advance(3_600_000);
    },
    accounts: 1,
  },
  {
    name: 'an account that nobody may take over',
    deliveries: () => [message('m-1', {}), message('m-2', { requestId: 'request-2' })],
    prepare: ({ clock, directory }) => {
      directory.add({ emailAddress: ada.emailAddress, type: 'SUPER_USER', apiAccess: 'DISABLED' });
      clock.advance(3_600_000);
    },
    accounts: 1,
  },
  {
    name: 'a directory that begins to refuse the hire',
    deliveries: () => [message('m-1', {}), message('m-2', { requestId: 'request-2' })],
    events: (world) => [refusal(world)],
  },
  {
    name: 'a directory that begins to refuse the hire while a lease runs out',
    storiesOnly: true,
    deliveries: () => [
      message('m-1', {}),
      message('m-2', { requestId: 'request-2', firstName: 'Augusta' }),
    ],
    events: (world) => [
      refusal(world),
      {
        name: 'the first lease runs out',
        costs: 'nothing',
        happen: () => world.clock.advance(2 * 60_000),
      },
    ],
  },
  {
    name: 'a policy that is narrowed between two deliveries of one message',
    deliveries: () => [message('m-1', { type: 'SUPER_USER' })],
    policyAfterwards: plainUsers,
    mayStayCreating: true,
  },
];
