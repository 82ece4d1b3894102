import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import { receiveAll } from '../aws/received.ts';
import type { PackagedStack } from '../stack/packaged-stack.ts';
import type { HireBatch } from './hire-batches.ts';
import { requestIdOf } from './request-id-of.ts';
import type { Tally } from './tally.ts';

/** What became of a batch, and every broken promise. */
export type Stock = Omit<Tally, 'fault' | 'injected'>;

interface Account {
  readonly address: string;
  readonly userId: string;
}

/** What users see of a batch. */
interface Seen {
  readonly batch: HireBatch;
  readonly accounts: readonly Account[];
  /** Records in CREATING: their hires are under way. */
  readonly underWay: number;
  /** The user id of each record. */
  readonly recorded: readonly string[];
  readonly events: readonly CompletionEvent[];
  /** Bodies in the rejected queue. */
  readonly kept: readonly string[];
  readonly deadLetters: number;
}

/** Looks at accounts, records, events and queues once every message of a batch has ended. */
export async function takeStock(batch: HireBatch, service: PackagedStack): Promise<Stock> {
  const seen = await lookAt(batch, service);
  const { people, rejected, bodies } = batch;
  const { accounts, recorded, events, kept } = seen;
  const eventsOf = Map.groupBy(events, requestIdOf);
  const bodyOf = new Map(bodies.map((body) => [requestIdIn(body), body]));
  const requests = [...bodyOf.keys()];

  const missing = people.filter((person) => !accounts.some(({ address }) => address === person));
  const silent = requests.filter((requestId) => !eventsOf.has(requestId));
  const unkept = rejected.filter((body) => !kept.includes(body));
  const duplicates = accounts.length - (people.length - missing.length);
  const contradictions = contradictionsIn(seen);

  return {
    people: people.length,
    accounts: accounts.length,
    records: recorded.length,
    events: new Set(events.map(({ id }) => id)).size,
    lost: missing.length + silent.length + unkept.length,
    doubled: duplicates + contradictions.length,
    broken: [
      ...missing.map((person) => `${person} has no account`),
      ...silent.map((requestId) => `${requestId} has no event`),
      ...unkept.map((body) => `not kept as it came: ${body}`),
      ...(duplicates === 0 ? [] : [`${duplicates} accounts too many`]),
      ...contradictions,
      ...events.flatMap((event) => untruthIn(event, bodyOf.get(requestIdOf(event)), seen)),
      ...leftoversOf(seen),
    ],
  };
}

async function lookAt(batch: HireBatch, service: PackagedStack): Promise<Seen> {
  const isOurs = (requestId: string | undefined) => requestId?.startsWith(`${batch.id}/`) ?? false;
  const { directory, outputs } = service.stack;
  const records = (await service.records()).filter(({ requestId }) => isOurs(requestId?.S));
  const rejected = await service.rejected();
  const dead = await receiveAll(service.sqs, outputs.DeadLetterQueueUrl, 3_600);
  return {
    batch,
    accounts: directory
      .users()
      .map(({ emailAddress, userId }) => ({ address: emailAddress.toLowerCase(), userId }))
      .filter(({ address }) => address.startsWith(`${batch.id}.`)),
    underWay: records.filter(({ state }) => state?.S === 'CREATING').length,
    recorded: records.flatMap(({ userId }) => userId?.S ?? []),
    events: (await service.events()).filter((event) => isOurs(requestIdOf(event))),
    kept: rejected.map(({ body }) => body).filter((body) => body.includes(`${batch.id}/`)),
    deadLetters: dead.length,
  };
}

/** Pairs of events of which only one can be true. */
function contradictionsIn({ events, batch }: Seen): readonly string[] {
  const differing = [...Map.groupBy(events, requestIdOf)]
    .map(([requestId, all]) => [requestId, new Set(all.map(({ id }) => id)).size] as const)
    .filter(([, ids]) => ids > 1)
    .map(([requestId, ids]) => `${requestId} has ${ids} different events`);
  const changed = [...Map.groupBy(events, ({ id }) => id)]
    .filter(([, repeats]) => new Set(repeats.map(contentOf)).size > 1)
    .map(([id]) => `the event ${id} has more than one content`);
  const firsts = Map.groupBy(events.flatMap(firstOf), ({ address }) => address);
  const rivals = batch.people
    .filter((person) => new Set(firsts.get(person)?.map(({ id }) => id)).size > 1)
    .map((person) => `two requests were first for ${person}`);
  return [...differing, ...changed, ...rivals];
}

/** Each repetition of a rejection has its own time, as no record keeps the first one. */
function contentOf(event: CompletionEvent): string {
  return JSON.stringify(event.type === 'joiner.user.rejected.v1' ? { ...event, time: '' } : event);
}

function firstOf({ type, id, data }: CompletionEvent) {
  if (type !== 'joiner.user.provisioned.v1' || data.outcome === 'duplicate') return [];
  return [{ id, address: data.emailAddress }];
}

/** Untrue statements of an event. `body` is the message that it is about. */
function untruthIn(event: CompletionEvent, body = '{}', seen: Seen): readonly string[] {
  const { batch, accounts, recorded } = seen;
  const isTrue = batch.rejected.includes(body)
    ? event.type === 'joiner.user.rejected.v1'
    : event.type === 'joiner.user.provisioned.v1' &&
      event.data.userId === accounts.find(({ address }) => address === addressIn(body))?.userId &&
      recorded.includes(event.data.userId) &&
      batch.outcomes.includes(event.data.outcome);
  return isTrue ? [] : [`untrue: ${JSON.stringify(event)}`];
}

function addressIn(body: string): string {
  return String(JSON.parse(body).emailAddress).toLowerCase();
}

/** What must not be left. */
function leftoversOf({ batch, accounts, recorded, underWay, kept, deadLetters }: Seen): string[] {
  const strangers = kept.filter((body) => !batch.rejected.includes(body)).length;
  const userIds = accounts.map(({ userId }) => userId);
  const namesEach = recorded.toSorted().join() === userIds.toSorted().join();
  return [
    ...(namesEach ? [] : [`${recorded.length} records do not name ${accounts.length} accounts`]),
    ...(underWay === 0 ? [] : [`${underWay} hires never end`]),
    ...(strangers === 0 ? [] : [`${strangers} are kept as rejected, but are valid`]),
    ...(deadLetters === 0 ? [] : [`${deadLetters} dead letters`]),
  ];
}

function requestIdIn(body: string): string {
  return JSON.parse(body).requestId;
}
