import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import type {
  CallFailure,
  CreateResult,
  FindResult,
  GetResult,
  GrantResult,
  Target,
} from '../../../src/provisioning/ports.ts';
import type { ScheduledHires } from '../../../src/provisioning/scheduled-hires.ts';
import type { Claim, ClaimResult, UsersStore } from '../../../src/provisioning/users-store.ts';
import type { BatchProcessorDeps } from '../../../src/sqs/process-batch.ts';
import type { Call, CallName, Failure, Instance } from './instance.ts';
import type { Simulation } from './simulation.ts';

type Ports = Pick<
  BatchProcessorDeps,
  | 'store'
  | 'scheduledHires'
  | 'target'
  | 'completionEvents'
  | 'failedMessages'
  | 'visibility'
  | 'processedMessages'
  | 'storedMarks'
>;

const STOPPED_BETWEEN_PAGES: FindResult = {
  kind: 'unfinished',
  position: 'page-2',
  advanced: true,
  cause: 'out-of-time',
};

/** The engine's ports on the simulated services, every call through the instance. */
export function portsOf(simulation: Simulation, instance: Instance): Ports {
  const { broken, events, queues, witness } = simulation;
  return {
    store: storeOf(simulation, instance),
    scheduledHires: scheduledHiresOf(simulation, instance),
    target: targetOf(simulation, instance),
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
          perform({ body, reason: { code }, askedAtMs, releasedForMs }) {
            const despiteAccount = witness.rejects(instance, body, code);
            queues.keep('rejected', { body, code, despiteAccount, askedAtMs, releasedForMs });
          },
        }),
      defer: (messages) =>
        send(instance, {
          service: 'outgoing queues',
          name: 'defer',
          entries: messages,
          keyOf: idOf,
          perform({ messageId, body, reason: { code }, askedAtMs, releasedForMs }) {
            if (queues.hasOnlyWaited(messageId, code))
              broken.push('a message was deferred that had not failed for a day');
            const kept = { body, code, despiteAccount: false, askedAtMs, releasedForMs };
            queues.keep('deadLetters', kept);
          },
        }),
    },
    storedMarks: marksOf(simulation, instance),
    processedMessages: {
      deleteAll: (receipts) =>
        send(instance, {
          service: 'new-hire queue',
          name: 'delete early',
          entries: receipts,
          keyOf: idOf,
          perform({ messageId }) {
            const message = queues.messages.get(messageId);
            if (message) queues.delete(message);
          },
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

/** Returns the keys of the entries that are not known to have gone out. */
export function send<Entry>(
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

/** A call of the table that fails throws, as the SDK does. */
export function callsOfTable(instance: Instance) {
  return <Result>(name: CallName, perform: () => Promise<Result>) =>
    instance.call<Result>({
      service: 'table',
      name,
      perform,
      failed(why) {
        throw new Error(`The table is ${why}.`);
      },
    });
}

function marksOf({ queues }: Simulation, instance: Instance): Ports['storedMarks'] {
  const onTable = callsOfTable(instance);
  return {
    wasStored: (failure) =>
      onTable('was stored', async () => queues.stored.has(JSON.stringify(failure))),
    markStored: (failure) =>
      onTable('mark stored', async () => void queues.stored.add(JSON.stringify(failure))),
  };
}

function scheduledHiresOf({ firstDays }: Simulation, instance: Instance): ScheduledHires {
  const { scheduledHires } = firstDays;
  const onTable = callsOfTable(instance);
  return {
    schedule: (...args) => onTable('schedule', () => scheduledHires.schedule(...args)),
    read: (...args) => onTable('read scheduled', () => scheduledHires.read(...args)),
    end: (...args) => onTable('end schedule', () => scheduledHires.end(...args)),
  };
}

function storeOf(simulation: Simulation, instance: Instance): UsersStore {
  const { store, witness } = simulation;
  const onTable = callsOfTable(instance);
  const claiming = <Result extends ClaimResult>(
    name: CallName,
    claim: Claim,
    perform: () => Promise<Result>,
  ) =>
    onTable(name, async () => {
      if (isCutOff(simulation, instance)) throw new Error('The invocation is over.');
      const result = await perform();
      if (result.kind === 'claimed') witness.claims(instance, claim);
      witness.looks(instance, claim.personKey);
      return result;
    });
  return {
    claim: (...args) => claiming('claim', args[0], () => store.claim(...args)),
    point: (...args) => onTable('point', () => store.point(...args)),
    unpoint: (...args) => onTable('unpoint', () => store.unpoint(...args)),
    expirePointer: (...args) => onTable('expire pointer', () => store.expirePointer(...args)),
    release: (...args) => onTable('release', () => store.release(...args)),
    complete: (...args) => onTable('complete', () => store.complete(...args)),
    finish: (...args) => onTable('finish', () => store.finish(...args)),
    fail: (...args) =>
      onTable('fail', async () => {
        const result = await store.fail(...args);
        if (result.kind === 'written') witness.fails(instance, args[0].personKey);
        return result;
      }),
    reopen: (...args) => claiming('reopen', args[0], () => store.reopen(...args)),
    noteGone: (...args) => onTable('note gone', () => store.noteGone(...args)),
    noteBack: (...args) => onTable('note back', () => store.noteBack(...args)),
    noteEmployee: (...args) => onTable('note employee', () => store.noteEmployee(...args)),
    saveSearch: (...args) => onTable('save search', () => store.saveSearch(...args)),
    readPointer: (...args) => onTable('read', () => store.readPointer(...args)),
    read: (...args) =>
      onTable('read', async () => {
        const record = await store.read(...args);
        witness.looks(instance, args[0]);
        return record;
      }),
  };
}

function targetOf(simulation: Simulation, instance: Instance): Target {
  const { budget, directory, directoryKind, witness, personKeyOf } = simulation;
  const failureOf = (why: Failure): CallFailure =>
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
          if (isCutOff(simulation, instance)) return { kind: 'unknown', cause: 'out-of-time' };
          // In one step with the creation: an account that appears in between is no one's fault.
          if (directory.knowsEmployee?.(args[0])) return { kind: 'conflict' };
          return budget.create(...args);
        },
        failed: (why) => ({ kind: 'unknown', ...failureOf(why) }),
      }),
    find: (...args) =>
      instance.call<FindResult>({
        service: 'directory',
        name: 'find',
        async perform() {
          const result = await directory.find(...args);
          witness.looks(instance, personKeyOf(args[0]));
          return result;
        },
        failed: (why) => ({ kind: 'unfinished', advanced: false, ...failureOf(why) }),
        ...(directoryKind.readsPages && { partly: async () => STOPPED_BETWEEN_PAGES }),
      }),
    get: (...args) =>
      instance.call<GetResult>({
        service: 'directory',
        name: 'get',
        perform: () => directory.get(...args),
        failed: (why) => ({ kind: 'unknown', ...failureOf(why) }),
      }),
    grant: (...args) =>
      instance.call<GrantResult>({
        service: 'directory',
        name: 'grant',
        perform: async () => directory.grant?.(...args) ?? { kind: 'refused' },
        failed: (why) => ({ kind: 'unknown', ...failureOf(why) }),
      }),
  };
}

/**
 * Where only the lease keeps two attempts apart, an invocation claims and creates before its end or
 * never: to a claim that arrives an hour late, a new lease looks like the lease of a clock that is
 * wrong.
 */
function isCutOff({ clock, directory }: Simulation, { endsAtMs }: Instance): boolean {
  const restsOnLease = directory.tokenLifeMs === 0 && !directory.enforcesUniqueness;
  return restsOnLease && clock.now() >= endsAtMs;
}
