import type { Seen } from '../view.ts';
import { hasGroups, type Promises } from './promise.ts';

/** About the groups that an account gets. */
export const GROUP_PROMISES: Promises = {
  'an account is in a group that no hire of its person plans': (seen) =>
    accountsOf(seen).some(({ userId, emailAddress, madeFor }) => {
      if (seen.given.has(userId)) return false;
      const planned = seen.sent.filter((body) => {
        const { personKey, employeeId = madeFor } = seen.factsOf(body);
        const isOfEmployee = madeFor === undefined || employeeId === madeFor;
        return personKey === seen.personKeyOf(emailAddress) && isOfEmployee;
      });
      const groups = planned.flatMap(seen.groupsOf);
      return seen.memberOf(userId).some((group) => !groups.includes(group));
    }),

  'an account is in a group that its record does not plan': ({ done, erased, memberOf }) =>
    done.some(
      ({ record: { personKey, userId, groups } }) =>
        // A record that was made again has forgotten the plan of before.
        !erased.has(personKey) && memberOf(userId).some((group) => !groups?.has(group)),
    ),

  'an account is to get groups that no hire of its employee plans': ({ done, sent, ...seen }) =>
    done.some(({ record: { state, personKey, employeeKey, groups } }) => {
      const planned = sent.filter((body) => {
        const facts = seen.factsOf(body);
        const { employeeId } = facts;
        const isOfEmployee =
          [employeeKey, employeeId].includes(undefined) ||
          seen.employeeKeyOf(employeeId ?? '') === employeeKey;
        return facts.personKey === personKey && isOfEmployee;
      });
      const all = planned.flatMap(seen.groupsOf);
      return state === 'GRANTING' && [...(groups ?? [])].some((group) => !all.includes(group));
    }),

  'a record is PROVISIONED before its account is in all its groups': ({ done, memberOf }) =>
    done.some(
      ({ record: { state, userId, groups = new Set() } }) =>
        state === 'PROVISIONED' && groups.size > 0 && !isIn(groups, memberOf(userId)),
    ),

  'an event is published before its account is in all its groups': ({
    provisioned,
    done,
    memberOf,
  }) =>
    provisioned.some(
      ({ event: { data, time } }) =>
        !isIn(data.groups ?? [], memberOf(data.userId)) ||
        done.some(
          ({ record: { state, userId, completedAtMs } }) =>
            state === 'GRANTING' && userId === data.userId && completedAtMs === Date.parse(time),
        ),
    ),

  'a new account has other groups than any hire of its request plans': ({
    provisioned,
    sent,
    groupsOf,
    factsOf,
  }) =>
    provisioned.some(
      ({ event: { data }, bodies, facts: { requestKey, personKey } }) =>
        ['created', 'recovered'].includes(data.outcome) &&
        ![...bodies, ...sent].some((body) => {
          const asked = factsOf(body);
          const isOfRequest = asked.requestKey === requestKey && asked.personKey === personKey;
          return isOfRequest && hasGroups(data, groupsOf(body));
        }),
    ),

  'an account that was there before gets groups': ({ done, erased, grantsToExisting, memberOf }) =>
    done.some(
      ({ record: { personKey, userId, outcome }, account }) =>
        outcome === 'existing' &&
        !erased.has(personKey) &&
        !(grantsToExisting && account?.employeeId !== undefined) &&
        memberOf(userId).length > 0,
    ),
};

function accountsOf({ accounts, gone }: Pick<Seen, 'accounts' | 'gone'>): Seen['accounts'] {
  return [...accounts, ...gone];
}

function isIn(groups: Iterable<string>, memberOf: readonly string[]): boolean {
  return [...groups].every((group) => memberOf.includes(group));
}
