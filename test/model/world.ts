import type { Context, SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { createUsersTable } from '../../src/aws/users-table.ts';
import type { CompletionEvent } from '../../src/contracts/completion-event.ts';
import type { Policy } from '../../src/contracts/policy.ts';
import { personKeyOf } from '../../src/provisioning/digests.ts';
import type { DirectoryUser } from '../../src/provisioning/directory-user.ts';
import type { Log } from '../../src/sqs/log-result.ts';
import { createBatchProcessor } from '../../src/sqs/process-batch.ts';
import { createMemoryDirectory } from '../exhaustive/memory-directory.ts';
import { createMemoryTable } from '../exhaustive/memory-table.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createBodies } from './bodies.ts';
import type { StoryDirectory } from './directories.ts';
import { PERSONAL_DATA } from './hiring.ts';
import { createInstance, type Instance, type Service } from './instance.ts';
import { portsOf } from './ports.ts';
import { createQueues, type Letter } from './queues.ts';
import { createRecords } from './records.ts';
import { createWitness } from './witness.ts';

const DAY_MS = 24 * 3_600_000;

export const WIDE_POLICY: Policy = {
  allowedUserTypes: ['APP_USER', 'SUPER_USER'],
  allowedApiAccessPrincipalArns: [],
  allowedEmailDomains: [],
};
export const NARROW_POLICY: Policy = { ...WIDE_POLICY, allowedUserTypes: ['APP_USER'] };

/** What is tried: the engine as it is, or with a rule taken out. */
export interface Engine {
  readonly createBatchProcessor: typeof createBatchProcessor;
  readonly createUsersTable: typeof createUsersTable;
}

export const ENGINE: Engine = { createBatchProcessor, createUsersTable };

export type World = ReturnType<typeof createWorld>;

/**
 * Everything around the function, in memory: its queues, table and directory, the clock, and the
 * instances at work, every call of which the story lets go.
 */
export function createWorld(engine: Engine, directoryKind: StoryDirectory) {
  const clock = createManualClock(Date.parse('2026-03-02T08:00:00Z'));
  const table = createMemoryTable();
  const store = engine.createUsersTable({ client: table.client, tableName: 'users' });
  const records = createRecords(table);
  const directory = createMemoryDirectory(clock, directoryKind);
  const keyOf = (emailAddress: string) => personKeyOf(directory.id, emailAddress.toLowerCase());
  const bodies = createBodies({ target: directory, policy: WIDE_POLICY });
  const { factsOf } = bodies;
  /** Promises that were broken at the moment of a call. */
  const broken: string[] = [];
  const down = new Set<Service>();

  const world = {
    clock,
    store,
    records,
    directory,
    directoryKind,
    broken,
    down,
    personKeyOf: keyOf,
    ...bodies,
    queues: createQueues(clock),
    witness: createWitness({
      records,
      directory,
      personKeyOf: keyOf,
      broken,
      ...bodies,
      instances: (): readonly Instance[] => world.instances,
    }),
    /** Every event published, repeats included. */
    events: [] as CompletionEvent[],
    policy: WIDE_POLICY,
    instances: [] as Instance[],

    isTold,
    isAccountOf,
    /** Whether an account of the person was there once, and is no longer. */
    wasRemoved: (personKey: string): boolean =>
      world.queues.bodies
        .map(factsOf)
        .filter((facts) => facts.personKey === personKey)
        .some((facts) => directory.gone.some((user) => isAccountOf(user, facts))),
    isAtWorkOn: (emailAddress: string): boolean =>
      world.instances.some((instance) =>
        instance.bodies.some((body) => factsOf(body).personKey === keyOf(emailAddress)),
      ),

    /** No instance may outlive its story: each has timers. */
    stop(): void {
      for (const instance of world.instances) instance.crash();
    },

    /** An invocation with these messages, which stops at its first calls. */
    invoke(chosen: readonly Letter[], remainingMs = 60_000): void {
      const letters = world.queues.receive(chosen);
      if (letters.length === 0) return;
      const instance = createInstance(
        { bodies: letters.map(({ body }) => body), endsAtMs: clock.now() + remainingMs },
        (service) => down.has(service),
      );
      world.instances.push(instance);
      world.witness.begins(instance);
      const processBatch = engine.createBatchProcessor({
        ...portsOf(world, instance),
        clock,
        policy: world.policy,
        random: () => 0.5,
        deferAfterMs: DAY_MS,
        backoff: { baseSeconds: 30, maxSeconds: 3600 },
        log: logOf(instance),
        metrics: { count: () => {}, time: () => {}, age: () => {}, flush: async () => {} },
      });
      const context = { getRemainingTimeInMillis: () => remainingMs } as Context;
      void processBatch({ Records: letters.map(recordOf) }, context)
        .then((answer) => deleteDone(letters, answer, instance))
        .catch((error) => {
          if (!instance.isDead()) broken.push(`the function threw: ${error}`);
        })
        .finally(() => world.instances.splice(world.instances.indexOf(instance), 1));
    },
  };

  /** Holds every line to what may be in a log. */
  function logOf(instance: Instance): Log {
    const log = (message: string, facts: Record<string, unknown>): void => {
      if (instance.isDead()) return;
      if (PERSONAL_DATA.test(JSON.stringify([message, facts])))
        broken.push('the log holds personal data');
      if (facts['cause'] === 'unexpected-error')
        broken.push(`an error that nothing foresaw: ${JSON.stringify(facts['error'])}`);
    };
    return { info: log, warn: log, error: log };
  }

  /** What the event source mapping does with the answer. */
  async function deleteDone(
    letters: readonly Letter[],
    { batchItemFailures }: SQSBatchResponse,
    instance: Instance,
  ): Promise<void> {
    const again = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const done = letters.filter(({ messageId }) => !again.has(messageId));
    if (done.length === 0) return;
    const remove = async (some: readonly Letter[]) => {
      for (const { messageId, body } of some) {
        if (!isTold(body)) broken.push('a message ended without an event');
        world.queues.delete(messageId);
      }
    };
    await instance.call({
      service: 'new-hire queue',
      name: 'delete',
      perform: () => remove(done),
      failed: () => undefined,
      partly: () => remove(done.slice(0, 1)),
    });
  }

  function isTold(body: string): boolean {
    return world.events.some((event) => bodies.isAbout(event, body));
  }

  /** At the person's address; or elsewhere, but of their employee id by the directory's own note. */
  function isAccountOf(
    { emailAddress, employeeId }: DirectoryUser,
    person: { readonly personKey?: string | undefined; readonly employeeId?: string },
  ): boolean {
    const isNoted = employeeId !== undefined && employeeId === person.employeeId;
    return isNoted || keyOf(emailAddress) === person.personKey;
  }

  return world;
}

function recordOf({ messageId, body, ...letter }: Letter): SQSRecord {
  return {
    messageId,
    body,
    receiptHandle: messageId,
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn',
    awsRegion: 'eu-west-1',
    attributes: {
      ApproximateReceiveCount: String(letter.receiveCount),
      ApproximateFirstReceiveTimestamp: String(letter.firstReceivedAtMs),
      SentTimestamp: String(letter.sentAtMs),
      SenderId: 'hr',
    },
  };
}
