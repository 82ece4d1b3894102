import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import { requestIdIn } from './hire-batch.ts';
import { requestIdOf } from './request-id-of.ts';
import type { RecordSeen, Seen } from './stock-facts.ts';

/**
 * Everything wrong about groups once every message has ended: an account is in exactly the groups of its record, these are
 * those of the request that has made the account, and an event names them. An account that was there before is in none.
 */
export function groupFaultsIn(seen: Seen): readonly string[] {
  const { accounts, memberships, records, events } = seen;
  const strangers = memberships.filter(
    ({ userId }) => !accounts.some((account) => account.userId === userId),
  );
  return [
    ...strangers.map(({ userId, group }) => `${userId}, in ${group}, is no account of the batch`),
    ...records.flatMap((record) => faultsOfRecord(record, seen)),
    ...events.flatMap((event) => faultsOfEvent(event, seen)),
  ];
}

function faultsOfRecord(record: RecordSeen, { batch, memberships, planOf }: Seen): string[] {
  const { userId, outcome, requestId, groups } = record;
  if (userId === undefined) return [];
  const body = batch.bodies.find((one) => requestIdIn(one) === requestId);
  const planned = body === undefined || outcome === 'existing' ? [] : planOf(body);
  const memberOf = memberships.flatMap((one) => (one.userId === userId ? [one.group] : []));
  return [
    ...(isSame(memberOf, groups) ? [] : [`${userId} is in ${memberOf}, not in ${groups}`]),
    ...(isSame(groups, planned) ? [] : [`${userId} is to be in ${groups}, not in ${planned}`]),
  ];
}

function faultsOfEvent(event: CompletionEvent, { batch, records, planOf }: Seen): string[] {
  if (event.type !== 'joiner.user.provisioned.v1') return [];
  const { userId, groups = [], differs = false } = event.data;
  const granted = records.find((record) => record.userId === userId)?.groups ?? [];
  const body = batch.bodies.find((one) => requestIdIn(one) === requestIdOf(event));
  const isAsAsked = body === undefined || isSame(granted, planOf(body));
  return [
    ...(isSame(groups, granted) ? [] : [`the event ${event.id} names ${groups}, not ${granted}`]),
    ...(isAsAsked || differs ? [] : [`the event ${event.id} does not say that groups differ`]),
  ];
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.toSorted().join() === others.toSorted().join();
}
