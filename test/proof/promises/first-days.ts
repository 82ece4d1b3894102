import { isAnyGroup, type Promises } from './promise.ts';

/** About hires that wait for their day. */
export const FIRST_DAY_PROMISES: Promises = {
  'an account is made before its day': ({ events, made, nowMs = 0, factsOf, ...seen }) => {
    const waiting = events.flatMap(({ event, bodies: [body = ''], madeThen = [] }) =>
      event.type === 'joiner.user.scheduled.v1'
        ? [{ event, madeThen, personKey: factsOf(body).personKey ?? '' }]
        : [],
    );
    const madeFor = (personKey: string) =>
      [...seen.accounts, ...seen.gone].filter(
        ({ userId, emailAddress }) =>
          made.has(userId) && seen.personKeyOf(emailAddress) === personKey,
      );
    return isAnyGroup(
      waiting,
      ({ personKey }) => personKey,
      (ofPerson) => {
        const last = ofPerson
          .map(({ event }) => event.time)
          .sort()
          .at(-1);
        return ofPerson.some(
          ({ event: { time, data }, madeThen, personKey }) =>
            time === last &&
            Date.parse(data.dueAt) > nowMs &&
            madeFor(personKey).some(({ userId }) => !madeThen.includes(userId)),
        );
      },
    );
  },

  'an account is made after its hire was cancelled': ({ isCancelled, made, ...seen }) =>
    (isCancelled === true && made.size > 0) ||
    [...seen.accounts, ...seen.gone].some(
      ({ userId, emailAddress }) =>
        made.has(userId) && seen.personKeyOf(emailAddress) === seen.cancelledPersonKey,
    ),

  'an account is made before the day of every hire of its person': ({
    accounts,
    made,
    asked = [],
    dueAtMsOf,
    factsOf,
    personKeyOf,
  }) =>
    accounts.some(({ userId, emailAddress, createTimeMs }) => {
      if (!made.has(userId) || createTimeMs === undefined) return false;
      const hires = asked.filter(
        ({ body, askedAtMs }) =>
          askedAtMs <= createTimeMs && factsOf(body).personKey === personKeyOf(emailAddress),
      );
      return hires.length > 0 && hires.every(({ body }) => (dueAtMsOf?.(body) ?? 0) > createTimeMs);
    }),

  'an account is made after every hire of its person was cancelled': ({
    accounts,
    made,
    asked = [],
    cancellations = [],
    dueAtMsOf,
    factsOf,
    personKeyOf,
  }) =>
    accounts.some(({ userId, emailAddress }) => {
      const personKey = personKeyOf(emailAddress);
      if (!made.has(userId)) return false;
      const hires = asked.filter(({ body }) => factsOf(body).personKey === personKey);
      // With an employee id and without one, a person waits as two: a decision is about one of them.
      const ids = new Set(hires.map(({ body }) => factsOf(body).employeeId));
      return cancellations.some(
        (one) =>
          one.personKey === personKey &&
          ids.size === 1 &&
          !one.accountsThen.includes(userId) &&
          hires.every(
            ({ body, askedAtMs }) => askedAtMs <= one.atMs && dueAtMsOf?.(body) !== undefined,
          ),
      );
    }),
};
