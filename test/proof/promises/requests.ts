import type { Provisioned, PublishedEvent, Seen } from '../view.ts';
import { accountOf, countOf, hasGroups, isAnyGroup, type Promises } from './promise.ts';

/** About several requests for one person, and several people. */
export const REQUEST_PROMISES: Promises = {
  'one event id with two contents': (seen) =>
    isAnyGroup(
      seen.events,
      ({ event }) => event.id,
      (same) => countOf(same, (one) => contentOf(one, seen)) > 1,
    ),

  'two requests were first': (seen) =>
    isAnyGroup(
      // A repetition that asks for other groups has an event of its own, which says so.
      remembered(seen).filter((one) => isFirst(one) && isAsPlanned(one, seen)),
      accountOf,
      (firsts) => countOf(firsts, idOf) > 1,
    ),

  'a request takes the place of another that asked differently': (seen) =>
    isAnyGroup(
      remembered(seen).filter(isFirst),
      accountOf,
      (firsts) => countOf(firsts, requestOf) > 1,
    ),

  'a request is called a duplicate of itself': (seen) =>
    isAnyGroup(remembered(seen), accountOf, (all) => {
      const firsts = all.filter(isFirst).map(requestOf);
      return all.some((one) => !isFirst(one) && firsts.includes(requestOf(one)));
    }),

  'two people share an account': ({ provisioned, given }) =>
    isAnyGroup(provisioned, accountOf, (all) => {
      if (given.has(all[0].event.data.userId)) return false;
      const employees = all.flatMap(({ event }) => event.data.employeeId ?? []);
      return new Set(employees).size > 1;
    }),
};

/** An erased person's next request is first again. */
function remembered({ provisioned, erased }: Seen): readonly Provisioned[] {
  return provisioned.filter(({ facts }) => !erased.has(facts.personKey ?? ''));
}

function isFirst({ event }: Provisioned): boolean {
  return event.data.outcome !== 'duplicate';
}

function isAsPlanned({ event, bodies: [body = ''] }: Provisioned, { groupsOf }: Seen): boolean {
  return hasGroups(event.data, groupsOf(body));
}

function idOf({ event }: Provisioned): string {
  return event.id;
}

/** What makes a request: two messages with the same key, content and employee id are one. */
function requestOf({ facts: { requestKey, contentDigest, employeeId } }: Provisioned): string {
  return `${requestKey} ${contentDigest} ${employeeId}`;
}

/**
 * What every repetition of an event says again: all of it, but for the time of a failure, or of a record
 * that was erased.
 */
function contentOf({ event, bodies }: PublishedEvent, { erased, factsOf }: Seen): string {
  const isTimeKept =
    event.type === 'joiner.user.provisioned.v1' &&
    !bodies.some((body) => erased.has(factsOf(body).personKey ?? ''));
  return JSON.stringify(isTimeKept ? event : event.data);
}
