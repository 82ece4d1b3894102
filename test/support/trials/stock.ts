import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import { receiveAll } from '../aws/received.ts';
import type { PackagedStack } from '../stack/packaged-stack.ts';
import type { HireBatch } from './hire-batches.ts';
import type { Tally } from './tally.ts';

/** What has become of a batch, and every promise that is broken. */
export type Stock = Omit<Tally, 'fault' | 'injected'>;

interface Account {
  readonly address: string;
  readonly userId: string;
}

/** What users see of a batch. */
interface Seen {
  readonly batch: HireBatch;
  readonly accounts: readonly Account[];
  /** In CREATING, which says that a hire is under way. */
  readonly underWay: number;
  /** The account that each record names. */
  readonly recorded: readonly string[];
  readonly events: readonly CompletionEvent[];
  /** Bodies in the rejected queue. */
  readonly kept: readonly string[];
  readonly deadLetters: number;
}

/** Looks at accounts, records, events and queues once every message of a batch has reached its end. */
export async function takeStock(batch: HireBatch, service: PackagedStack): Promise<Stock> {
  const seen = await lookAt(batch, service);
  const { people, rejected, bodies } = batch;
  const { accounts, recorded, events, kept } = seen;
  const told = Map.groupBy(events, ({ data }) => data.requestId ?? '');
  const bodyOf = new Map(bodies.map((body) => [requestIdOf(body), body]));
  const requests = [...bodyOf.keys()];

  const missing = people.filter((person) => !accounts.some(({ address }) => address === person));
  const untold = requests.filter((requestId) => !told.has(requestId));
  const unkept = rejected.filter((body) => !kept.includes(body));
  const twins = accounts.length - (people.length - missing.length);
  const contradictions = contradictionsIn(seen);

  return {
    people: people.length,
    accounts: accounts.length,
    records: recorded.length,
    events: new Set(events.map(({ id }) => id)).size,
    lost: missing.length + untold.length + unkept.length,
    doubled: twins + contradictions.length,
    broken: [
      ...missing.map((person) => `${person} has no account`),
      ...untold.map((requestId) => `${requestId} is told of by no event`),
      ...unkept.map((body) => `not kept as it came: ${body}`),
      ...(twins === 0 ? [] : [`${twins} accounts too many`]),
      ...contradictions,
      ...events.flatMap((event) => untruthIn(event, bodyOf.get(event.data.requestId ?? ''), seen)),
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
    events: (await service.events()).filter(({ data }) => isOurs(data.requestId)),
    kept: rejected.map(({ body }) => body).filter((body) => body.includes(`${batch.id}/`)),
    deadLetters: dead.length,
  };
}

/** Two events of which only one can be true. */
function contradictionsIn({ events, batch }: Seen): readonly string[] {
  const differing = [...Map.groupBy(events, ({ data }) => data.requestId)]
    .map(([requestId, told]) => [requestId, new Set(told.map(({ id }) => id)).size] as const)
    .filter(([, ids]) => ids > 1)
    .map(([requestId, ids]) => `${requestId} is told of by ${ids} different events`);
  const retold = [...Map.groupBy(events, ({ id }) => id)]
    .filter(([, repeats]) => new Set(repeats.map(contentOf)).size > 1)
    .map(([id]) => `the event ${id} is told in more than one way`);
  const firsts = Map.groupBy(events.flatMap(firstOf), ({ address }) => address);
  const rivals = batch.people
    .filter((person) => new Set(firsts.get(person)?.map(({ id }) => id)).size > 1)
    .map((person) => `two requests are told to have been the first for ${person}`);
  return [...differing, ...retold, ...rivals];
}

/** A rejection is timed anew, as it leaves no record to repeat it from. */
function contentOf(event: CompletionEvent): string {
  return JSON.stringify(event.type === 'joiner.user.rejected.v1' ? { ...event, time: '' } : event);
}

function firstOf({ type, id, data }: CompletionEvent) {
  if (type !== 'joiner.user.provisioned.v1' || data.outcome === 'duplicate') return [];
  return [{ id, address: data.emailAddress }];
}

/** What an event says that is not so; `body` is the message that it is about. */
function untruthIn(event: CompletionEvent, body = '{}', seen: Seen): readonly string[] {
  const { batch, accounts, recorded } = seen;
  const isTrue = batch.rejected.includes(body)
    ? event.type === 'joiner.user.rejected.v1'
    : event.type === 'joiner.user.provisioned.v1' &&
      event.data.userId === accounts.find(({ address }) => address === addressIn(body))?.userId &&
      recorded.includes(event.data.userId) &&
      batch.outcomes.includes(event.data.outcome);
  return isTrue ? [] : [`is not true: ${JSON.stringify(event)}`];
}

function addressIn(body: string): string {
  return String(JSON.parse(body).emailAddress).toLowerCase();
}

/** What must not be there, or not any more. */
function leftoversOf({ batch, accounts, recorded, underWay, kept, deadLetters }: Seen): string[] {
  const strangers = kept.filter((body) => !batch.rejected.includes(body)).length;
  const userIds = accounts.map(({ userId }) => userId);
  const namesEach = recorded.toSorted().join() === userIds.toSorted().join();
  return [
    ...(namesEach ? [] : [`${recorded.length} records do not name ${accounts.length} accounts`]),
    ...(underWay === 0 ? [] : [`${underWay} hires are under way for ever`]),
    ...(strangers === 0 ? [] : [`${strangers} are kept as rejected that are none`]),
    ...(deadLetters === 0 ? [] : [`${deadLetters} dead letters`]),
  ];
}

function requestIdOf(body: string): string {
  return JSON.parse(body).requestId;
}
