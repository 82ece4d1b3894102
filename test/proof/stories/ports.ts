import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import type {
  CallFailure,
  Claim,
  ClaimResult,
  CreateResult,
  FindResult,
  GetResult,
  Target,
  UsersStore,
} from '../../../src/provisioning/ports.ts';
import type { BatchProcessorDeps } from '../../../src/sqs/process-batch.ts';
import type { Call, CallName, Failure, Instance } from './instance.ts';
import type { World } from './simulation.ts';

type Ports = Pick<
  BatchProcessorDeps,
  'store' | 'target' | 'completionEvents' | 'failedMessages' | 'visibility'
>;

const STOPPED_BETWEEN_PAGES: FindResult = {
  kind: 'unfinished',
  position: 'page-2',
  advanced: true,
  cause: 'out-of-time',
};

/** The engine's ports on the world's services, every call through the instance. */
export function portsOf(world: World, instance: Instance): Ports {
  const { events, queues, witness } = world;
  return {
    store: storeOf(world, instance),
    target: targetOf(world, instance),
    completionEvents: {
      publish: (all) =>
        send<CompletionEvent>(instance, {
          service: 'outgoing queues',
          name: 'publish',
          entries: all,
          keyOf: ({ id }) => id,
          perform: (event) => void events.push(event),
        }),
    },
    failedMessages: {
      reject: (messages) =>
        send(instance, {
          service: 'outgoing queues',
          name: 'reject',
          entries: messages,
          keyOf: idOf,
          perform({ body, reason: { code } }) {
            witness.rejects(instance, body, code);
            queues.keep('rejected', { body, code });
          },
        }),
      defer: (messages) =>
        send(instance, {
          service: 'outgoing queues',
          name: 'hand over',
          entries: messages,
          keyOf: idOf,
          perform: ({ body, reason: { code } }) => queues.keep('deadLetters', { body, code }),
        }),
    },
    visibility: {
      setAll: (entries) =>
        send(instance, {
          service: 'new-hire queue',
          name: 'set visibility',
          entries,
          keyOf: idOf,
          perform: ({ messageId, visibilitySeconds }) =>
            queues.showIn(messageId, visibilitySeconds),
        }),
    },
  };
}

function idOf({ messageId }: { readonly messageId: string }): string {
  return messageId;
}

interface Sending<Entry> extends Pick<Call<unknown>, 'service' | 'name'> {
  readonly entries: readonly Entry[];
  readonly keyOf: (entry: Entry) => string;
  readonly perform: (entry: Entry) => void;
}

/** Answers the keys of what is not known to have gone out. */
function send<Entry>(
  instance: Instance,
  { service, name, entries, keyOf, perform }: Sending<Entry>,
): Promise<ReadonlySet<string>> {
  const sendFirst = async (count: number) => {
    for (const entry of entries.slice(0, count)) perform(entry);
    return new Set(entries.slice(count).map(keyOf));
  };
  return instance.call<ReadonlySet<string>>({
    service,
    name,
    perform: () => sendFirst(entries.length),
    failed: () => new Set(entries.map(keyOf)),
    partly: () => sendFirst(Math.ceil(entries.length / 2)),
  });
}

function storeOf(world: World, instance: Instance): UsersStore {
  const { store, witness } = world;
  const onTable = <Answer>(name: CallName, perform: () => Promise<Answer>) =>
    instance.call<Answer>({
      service: 'table',
      name,
      perform,
      failed(why) {
        throw new Error(`The table is ${why}.`);
      },
    });
  const claiming = (name: CallName, claim: Claim, perform: () => Promise<ClaimResult>) =>
    onTable(name, async () => {
      if (isCutOff(world, instance)) throw new Error('The invocation is over.');
      const answer = await perform();
      if (answer.kind === 'claimed') witness.claims(instance, claim);
      witness.looks(instance, claim.personKey);
      return answer;
    });
  return {
    claim: (...args) => claiming('claim', args[0], () => store.claim(...args)),
    complete: (...args) => onTable('complete', () => store.complete(...args)),
    fail: (...args) =>
      onTable('fail', async () => {
        const answer = await store.fail(...args);
        if (answer.kind === 'failed') witness.fails(instance, args[0].personKey);
        return answer;
      }),
    reopen: (...args) => claiming('reopen', args[0], () => store.reopen(...args)),
    saveSearch: (...args) => onTable('save search', () => store.saveSearch(...args)),
    read: (...args) =>
      onTable('read', async () => {
        const record = await store.read(...args);
        witness.looks(instance, args[0]);
        return record;
      }),
  };
}

function targetOf(world: World, instance: Instance): Target {
  const { directory, directoryKind, witness, personKeyOf } = world;
  const unanswered = (why: Failure): CallFailure =>
    why === 'throttled'
      ? { cause: 'throttled', retryAfterMs: 1_000 }
      : { cause: 'target-unavailable' };
  return {
    ...directory,
    create: (...args) =>
      instance.call<CreateResult>({
        service: 'directory',
        name: 'create',
        async perform() {
          if (isCutOff(world, instance)) return { kind: 'unknown', cause: 'out-of-time' };
          return directory.create(...args);
        },
        failed: (why) => ({ kind: 'unknown', ...unanswered(why) }),
      }),
    find: (...args) =>
      instance.call<FindResult>({
        service: 'directory',
        name: 'find',
        async perform() {
          const answer = await directory.find(...args);
          witness.looks(instance, personKeyOf(args[0]));
          return answer;
        },
        failed: (why) => ({ kind: 'unfinished', advanced: false, ...unanswered(why) }),
        ...(directoryKind.readsPages && { partly: async () => STOPPED_BETWEEN_PAGES }),
      }),
    get: (...args) =>
      instance.call<GetResult>({
        service: 'directory',
        name: 'get',
        perform: () => directory.get(...args),
        failed: (why) => ({ kind: 'unknown', ...unanswered(why) }),
      }),
  };
}

/**
 * Where only the lease keeps two attempts apart, what an invocation claims or creates is done before its
 * end or never: a claim that comes an hour late takes a new lease for one of a clock that is wrong.
 */
function isCutOff({ clock, directory }: World, { endsAtMs }: Instance): boolean {
  const restsOnLease = directory.tokenLifeMs === 0 && !directory.enforcesUniqueness;
  return restsOnLease && clock.now() >= endsAtMs;
}
