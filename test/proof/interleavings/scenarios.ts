import type { Policy } from '../../../src/contracts/policy.ts';
import type { Target } from '../../../src/provisioning/ports.ts';
import type { WorldEvent } from './schedule.ts';
import type { HireWorld, QueuedMessage } from './simulation.ts';

const everybody: Policy = {
  allowedUserTypes: ['APP_USER', 'SUPER_USER'],
  allowedApiAccessPrincipalArns: [],
  allowedEmailDomains: [],
};
const plainUsers: Policy = { ...everybody, allowedUserTypes: ['APP_USER'] };

const ada = { emailAddress: 'ada@example.com', firstName: 'Ada', requestId: 'request-1' };
const account = {
  emailAddress: ada.emailAddress,
  firstName: 'Ada',
  type: 'APP_USER',
  apiAccess: 'DISABLED',
} as const;

function message(messageId: string, content: object = {}): QueuedMessage {
  return { messageId, body: JSON.stringify({ ...ada, ...content }), policy: everybody };
}

const first = message('m-1');
/** What is ignored makes no other request. */
const sameRequest = message('m-2', { note: 'sent again' });
const otherRequest = message('m-2', { requestId: 'request-2' });
const otherContent = message('m-2', { requestId: 'request-2', firstName: 'Augusta' });
const onceMore = message('m-9', { requestId: 'request-9' });

/** Deliveries of one hire that run side by side, and what else may happen meanwhile. */
export interface Scenario {
  readonly name: string;
  readonly deliveries: readonly QueuedMessage[];
  /** What HR sends once all is over, a request of its own. */
  readonly onceMore: QueuedMessage;
  /** Else as FinSpace. */
  readonly directory?: Pick<Target, 'tokenLifeMs' | 'enforcesUniqueness'>;
  readonly prepare?: (world: HireWorld) => void;
  readonly events?: (world: HireWorld) => readonly WorldEvent[];
  /** Faults that this scenario does not promise anything for. */
  readonly spared?: readonly string[];
  /** Else after token and lease. */
  readonly comesBackAfterMs?: number;
  /** The policy under which messages that are left come back; else as it was. */
  readonly policyAfterwards?: Policy | undefined;
  /** How many accounts there are once every message has reached its end, where that is certain. */
  readonly accounts?: number;
  /** Nobody gets an account. */
  readonly isRefused?: true;
  /** Nobody may be left to finish the attempt: an operator is told to look. */
  readonly mayStayCreating?: true;
  /** Only a look keeps a twin away, and the lease two looks: it holds, and outlasts every creation. */
  readonly restsOnLease?: true;
}

export const LEASE_RUNS_OUT = 'the lease runs out';
export const TOKEN_EXPIRES = 'the token expires';

function refusal({ directory }: HireWorld): WorldEvent {
  return {
    name: 'the directory refuses from now on',
    costs: 'nothing',
    happen: directory.refuse,
  };
}

function acceptance({ directory }: HireWorld): WorldEvent {
  return {
    name: 'the directory accepts again',
    costs: 'nothing',
    isPossible: () => directory.state().refuses,
    happen: directory.accept,
  };
}

function strangersAccount({ directory }: HireWorld): WorldEvent {
  return {
    name: 'somebody else makes the account',
    costs: 'nothing',
    isPossible: () => directory.users.length === 0,
    happen: () => directory.add({ ...account, firstName: 'Augusta' }),
  };
}

function removal({ directory }: HireWorld): WorldEvent {
  return {
    name: 'an operator removes the account',
    costs: 'nothing',
    isPossible: () => directory.users.length > 0,
    happen: () => {
      for (const { userId } of directory.users) directory.remove(userId);
    },
  };
}

function addBefore(known: object, { directory, clock }: HireWorld): void {
  directory.add(account, 'ENABLED', known);
  clock.advance(3_600_000);
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'the same message twice',
    deliveries: [first, first],
    onceMore,
    accounts: 1,
  },
  {
    name: 'the same request under two message ids',
    deliveries: [first, sameRequest],
    onceMore,
    accounts: 1,
  },
  {
    name: 'two requests for the same account',
    deliveries: [first, otherRequest],
    onceMore,
    accounts: 1,
  },
  {
    name: 'two requests that ask differently',
    deliveries: [first, otherContent],
    onceMore,
    accounts: 1,
  },
  {
    name: 'a correction under the old request id',
    deliveries: [first, message('m-2', { firstName: 'Augusta' })],
    onceMore,
    accounts: 1,
  },
  {
    name: 'two people with one address',
    deliveries: [
      message('m-1', { employeeId: 'e-1' }),
      message('m-2', { requestId: 'request-2', employeeId: 'e-2' }),
    ],
    onceMore,
    accounts: 1,
  },
  {
    name: 'an account that was there before, just as it is asked',
    deliveries: [first, otherRequest],
    onceMore,
    prepare: (world) => addBefore({}, world),
    accounts: 1,
  },
  {
    name: 'an account that was there before, the directory does not tell since when',
    deliveries: [first, otherRequest],
    onceMore,
    prepare: (world) => addBefore({ createTimeMs: undefined }, world),
    accounts: 1,
  },
  {
    name: 'an account that was there before, with another name',
    deliveries: [first, otherRequest],
    onceMore,
    prepare: (world) => addBefore({ firstName: 'Augusta' }, world),
    accounts: 1,
  },
  {
    name: 'an account that nobody may take over',
    deliveries: [first, otherRequest],
    onceMore,
    prepare: (world) => addBefore({ type: 'SUPER_USER' }, world),
    accounts: 1,
    isRefused: true,
  },
  {
    name: 'an account that the directory itself knows to be another person’s',
    deliveries: [
      message('m-1', { employeeId: 'e-2' }),
      message('m-2', { requestId: 'request-2', employeeId: 'e-2' }),
    ],
    onceMore: message('m-9', { requestId: 'request-9', employeeId: 'e-2' }),
    prepare: (world) => addBefore({ employeeId: 'e-1' }, world),
    accounts: 1,
    isRefused: true,
  },
  {
    name: 'an account that somebody else makes meanwhile',
    deliveries: [first, otherRequest],
    onceMore,
    events: (world) => [strangersAccount(world)],
    accounts: 1,
  },
  {
    name: 'an account that an operator removes',
    deliveries: [first, otherRequest],
    onceMore,
    events: (world) => [removal(world)],
  },
  {
    name: 'a directory that begins to refuse the hire',
    deliveries: [first, otherRequest],
    onceMore,
    events: (world) => [refusal(world)],
  },
  {
    name: 'a directory that refuses the hire for a while',
    deliveries: [first, otherContent],
    onceMore,
    events: (world) => [refusal(world), acceptance(world)],
  },
  {
    name: 'a policy that is narrowed between two deliveries of one message',
    deliveries: [message('m-1', { type: 'SUPER_USER' })],
    onceMore: message('m-9', { requestId: 'request-9', type: 'SUPER_USER' }),
    policyAfterwards: plainUsers,
    mayStayCreating: true,
  },
  {
    name: 'a directory that only honours the token, within its life',
    deliveries: [first, sameRequest],
    onceMore,
    directory: { tokenLifeMs: 600_000, enforcesUniqueness: false },
    spared: [TOKEN_EXPIRES],
    comesBackAfterMs: 65_000,
    accounts: 1,
  },
  {
    name: 'a directory with neither tokens nor unique addresses',
    deliveries: [first, first],
    onceMore,
    directory: { tokenLifeMs: 0, enforcesUniqueness: false },
    restsOnLease: true,
    accounts: 1,
  },
  {
    name: 'a directory with neither, and two requests that ask differently',
    deliveries: [first, otherContent],
    onceMore,
    directory: { tokenLifeMs: 0, enforcesUniqueness: false },
    restsOnLease: true,
    accounts: 1,
  },
];

export function scenarioNamed(name: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (!scenario) throw new Error(`There is no scenario "${name}".`);
  return scenario;
}
