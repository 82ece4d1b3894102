import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { receiveAll } from '../aws/received.ts';
import type { BatchKind } from './batch-kind.ts';
import { groupFaultsIn } from './group-facts.ts';
import { type HireBatch, requestIdIn } from './hire-batch.ts';
import { plannedGroupsOf } from './planned-groups.ts';
import { requestIdOf } from './request-id-of.ts';
import {
  type Account,
  contradictionsIn,
  endOf,
  type RecordSeen,
  type Seen,
  untruthIn,
} from './stock-facts.ts';
import type { Tally } from './tally.ts';
import type { TrialLane } from './trial-lane.ts';
import type { WatchedStack } from './watch-groups.ts';

/** What became of a batch, and every broken promise. */
export type Stock = Omit<Tally, 'fault' | 'injected'>;

/** States of records whose hires have not ended. */
const UNDER_WAY = ['CREATING', 'GRANTING'];

/** Looks at accounts, records, events and queues once every message of a batch has ended. */
export async function takeStock(batch: HireBatch, service: WatchedStack): Promise<Stock> {
  const seen = await lookAt(batch, service);
  const { people, bodies } = batch;
  const { accounts, recorded, events, kept } = seen;
  const typesOf = Map.groupBy(events, requestIdOf);
  const bodyOf = new Map(bodies.map((body) => [requestIdIn(body), body]));

  const missing = people.filter((person) => accountsOf(person, accounts).length === 0);
  const silent = bodies.filter(
    (body) => !typesOf.get(requestIdIn(body))?.some(({ type }) => type === endOf(body, seen)),
  );
  const unkept = bodies.filter(
    (body) => endOf(body, seen) === 'joiner.user.rejected.v1' && !kept.includes(body),
  );
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
      ...missing.map((person) => `${person.join(' or ')} has no account`),
      ...silent.map((body) => `${requestIdIn(body)} has no event of type ${endOf(body, seen)}`),
      ...unkept.map((body) => `not kept as it came: ${body}`),
      ...(duplicates === 0 ? [] : [`${duplicates} accounts too many`]),
      ...contradictions,
      ...events.flatMap((event) => untruthIn(event, bodyOf.get(requestIdOf(event)), seen)),
      ...groupFaultsIn(seen),
      ...service.takePremature(),
      ...leftoversOf(seen),
    ],
  };
}

/** Takes stock, and once more after each stage that follows. In the end, an audit must report nothing. */
export async function stockAtEnd(
  { afterwards = [] }: BatchKind,
  batch: HireBatch,
  lane: TrialLane,
): Promise<Stock> {
  let now = batch;
  let stock = await takeStock(now, lane.service);
  for (const stage of afterwards) {
    now = await stage(lane, now);
    const next = await takeStock(now, lane.service);
    stock = { ...next, broken: [...stock.broken, ...next.broken] };
  }
  return { ...stock, broken: [...stock.broken, ...(await lane.audit())] };
}

function accountsOf(person: readonly string[], accounts: readonly Account[]) {
  return accounts.filter(({ address }) => person.includes(address));
}

async function lookAt(batch: HireBatch, service: WatchedStack): Promise<Seen> {
  const { directory, outputs, target } = service.stack;
  const requests = new Set(batch.bodies.map(requestIdIn));
  const records = (await service.records())
    .map(recordSeen)
    .filter(({ requestId }) => requestId?.startsWith(`${batch.id}/`));
  const rejected = await service.rejected();
  const dead = await receiveAll(service.sqs, outputs.DeadLetterQueueUrl, 3_600);
  return {
    batch,
    accounts: directory
      .users()
      .map(({ emailAddress, userId }) => ({ address: emailAddress.toLowerCase(), userId }))
      .filter(({ address }) => address.startsWith(`${batch.id}.`)),
    records,
    recorded: records.flatMap(({ userId }) => userId ?? []),
    memberships: directory.memberships(),
    planOf: plannedGroupsOf(target).of,
    events: (await service.events()).filter((event) => requests.has(requestIdOf(event))),
    kept: rejected
      .map(({ body }) => body)
      .filter((body) => body.includes(`${batch.id}/`) && requests.has(requestIdIn(body))),
    deadLetters: dead.length,
  };
}

function recordSeen(item: Readonly<Record<string, AttributeValue>>): RecordSeen {
  const { state, userId, outcome, requestId, groups } = item;
  return {
    state: state?.S,
    userId: userId?.S,
    outcome: outcome?.S,
    requestId: requestId?.S,
    groups: groups?.SS ?? [],
  };
}

/** What must not be left. */
function leftoversOf(seen: Seen): string[] {
  const { accounts, records, recorded, kept, deadLetters } = seen;
  const underWay = records.filter(({ state }) => UNDER_WAY.includes(String(state))).length;
  const strangers = kept.filter((body) => endOf(body, seen) !== 'joiner.user.rejected.v1').length;
  const userIds = accounts.map(({ userId }) => userId);
  const namesEach = recorded.toSorted().join() === userIds.toSorted().join();
  return [
    ...(namesEach ? [] : [`${recorded.length} records do not name ${accounts.length} accounts`]),
    ...(underWay === 0 ? [] : [`${underWay} hires never end`]),
    ...(strangers === 0 ? [] : [`${strangers} are kept as rejected, but are valid`]),
    ...(deadLetters === 0 ? [] : [`${deadLetters} dead letters`]),
  ];
}
