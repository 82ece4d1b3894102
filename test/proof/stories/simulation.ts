import { createCreationBudget } from '../../../src/aws/creation-budget.ts';
import { createUsersTable } from '../../../src/aws/users-table.ts';
import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import type { Policy } from '../../../src/contracts/policy.ts';
import { createCreationPlaces } from '../../../src/provisioning/creation-places.ts';
import { createDigests } from '../../../src/provisioning/digests.ts';
import { createBatchProcessor } from '../../../src/sqs/process-batch.ts';
import { TEST_SECRET } from '../../support/engine/digests.ts';
import { createManualClock } from '../../support/time/manual-clock.ts';
import { createMemoryAuditor } from '../in-memory/memory-auditor.ts';
import { createMemoryDirectory } from '../in-memory/memory-directory.ts';
import { createMemoryTable } from '../in-memory/memory-table.ts';
import { createRecords } from '../in-memory/records.ts';
import { createReassigning, REASSIGN_COMMAND } from '../interleavings/reassigning.ts';
import { createMessageFacts } from '../message-facts.ts';
import type { View } from '../view.ts';
import { createStoryBudget } from './budget.ts';
import type { StoryDirectory } from './directories.ts';
import { createFirstDays } from './first-days.ts';
import type { Instance, Service } from './instance.ts';
import { createQueues } from './queues.ts';
import { createWitness } from './witness.ts';

export const WIDE_POLICY: Policy = {
  allowedUserTypes: ['APP_USER', 'SUPER_USER'],
  allowedApiAccessPrincipalArns: [],
  allowedEmailDomains: ['*'],
  acceptedEventTypes: [],
  singleName: 'reject',
};
export const NARROW_POLICY: Policy = { ...WIDE_POLICY, allowedUserTypes: ['APP_USER'] };

/** What is tried: the engine as it is, or with a rule taken out. */
export interface Engine {
  readonly createDigests: typeof createDigests;
  readonly createBatchProcessor: typeof createBatchProcessor;
  readonly createUsersTable: typeof createUsersTable;
  readonly createCreationBudget: typeof createCreationBudget;
  readonly createCreationPlaces: typeof createCreationPlaces;
}

export const ENGINE: Engine = {
  createDigests,
  createBatchProcessor,
  createUsersTable,
  createCreationBudget,
  createCreationPlaces,
};

/** Where it comes from, to take a rule out there. */
export const ENGINE_FILES = [
  'provisioning/digests.ts',
  'sqs/process-batch.ts',
  'aws/users-table.ts',
  'aws/creation-budget.ts',
  'provisioning/creation-places.ts',
];

/** The settings of the stack in which a story happens. */
export interface StorySettings {
  /** First creations that an hour has place for; no limit if absent. */
  readonly creationsPerHour?: number | undefined;
  /** Whether accounts that were there before get groups, too. */
  readonly grantsToExisting?: boolean;
}

export type Simulation = ReturnType<typeof createSimulation>;

/**
 * Everything around the function, in memory: its queues, table and directory, the clock, and the
 * instances that are running. `invoke` starts one, and the story decides when its calls go out.
 */
export function createSimulation(
  engine: Engine,
  directoryKind: StoryDirectory,
  { creationsPerHour, grantsToExisting = false }: StorySettings = {},
) {
  const clock = createManualClock(Date.parse('2026-03-02T08:00:00Z'));
  const table = createMemoryTable();
  const users = { client: table.client, tableName: 'users' };
  const records = createRecords(table);
  const directory = createMemoryDirectory(clock, directoryKind);
  const budget = createStoryBudget(engine, creationsPerHour, {
    clock,
    users,
    table,
    directory,
    records,
  });
  const firstDays = createFirstDays(clock, records, () =>
    directory.users.map(({ userId }) => userId),
  );
  const facts = createMessageFacts({ target: directory, policy: WIDE_POLICY });
  const queues = createQueues(clock);
  const instances: Instance[] = [];
  const events: CompletionEvent[] = [];
  /** Promises that were broken at the moment of a call. */
  const broken: string[] = [];
  const digests = engine.createDigests(TEST_SECRET, directory.id);
  const reassigning = createReassigning(REASSIGN_COMMAND, {
    clock,
    users,
    directory,
    digests,
    personKeyOf: facts.personKeyOf,
  });
  const bodiesOf = createAttribution(facts.isAbout, queues.bodies);

  return {
    digests: async () => digests,
    /** What `joiner audit` reports once everything has ended, in words. */
    audit: () => createMemoryAuditor(users, directory, digests).audit(clock.now()),
    createBatchProcessor: engine.createBatchProcessor,
    store: engine.createUsersTable(users),
    firstDays,
    budget,
    grantsToExisting,
    users,
    /** An operator who gives a record to another employee id. */
    reassigning,
    /** Keys of the people whose record that command has refused to give. */
    refusedPlaces: new Set<string>(),
    clock,
    records,
    directory,
    directoryKind,
    queues,
    instances,
    /** Every event that was published, repeats included. */
    events,
    broken,
    ...facts,
    witness: createWitness({ records, directory, broken, instances, ...facts }),
    policy: WIDE_POLICY,
    /** Services that fail every call. */
    down: new Set<Service>(),

    /** What the promises are about. */
    view: (): View => ({
      // What holds of days is judged by `asked`: the other promise is for one person.
      nowMs: Number.POSITIVE_INFINITY,
      ...budget.view(),
      asked: queues.asked,
      cancellations: firstDays.cancellations,
      records: records.all(),
      accounts: directory.users,
      findsEmployees: directoryKind.findsEmployees === true,
      gone: directory.gone,
      made: directory.made,
      members: directory.state().members,
      grantsToExisting,
      erased: new Set(),
      given: reassigning.state().given,
      events: events.map((event) => ({ event, bodies: bodiesOf(event) })),
      kept: queues.keptEver,
      sent: queues.bodies,
      waiting: queues.waiting(),
      deleted: queues.deleted,
      sentAtMsOf: queues.sentAtMsOf,
      ...facts,
    }),

    isAtWorkOn: (emailAddress: string): boolean =>
      instances.some(({ bodies }) =>
        bodies.some((body) => facts.factsOf(body).personKey === facts.personKeyOf(emailAddress)),
      ),

    /** No instance may outlive its story: each has timers. */
    stop(): void {
      for (const instance of instances) instance.crash();
    },
  };
}

/**
 * Returns the bodies that an event may be about. Bodies are only ever added, so each is tried once.
 */
function createAttribution(
  isAbout: (event: CompletionEvent, body: string) => boolean,
  bodies: readonly string[],
) {
  const known = new Map<CompletionEvent, { tried: number; readonly about: string[] }>();
  return (event: CompletionEvent): readonly string[] => {
    const seen = known.get(event) ?? { tried: 0, about: [] };
    known.set(event, seen);
    const untried = bodies.slice(seen.tried);
    seen.about.push(...untried.filter((body) => isAbout(event, body)));
    seen.tried = bodies.length;
    return seen.about;
  };
}
