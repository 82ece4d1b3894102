import type { Promises } from './promise.ts';

/** About hires that wait for their day. */
export const FIRST_DAY_PROMISES: Promises = {
  'an account is made before its day': ({ events, made, nowMs = 0 }) => {
    const told = events.flatMap(({ event, accountsThen = 0 }) =>
      event.type === 'joiner.user.scheduled.v1' ? [{ event, accountsThen }] : [],
    );
    const last = told
      .map(({ event }) => event.time)
      .sort()
      .at(-1);
    return told.some(
      ({ event: { time, data }, accountsThen }) =>
        time === last && Date.parse(data.dueAt) > nowMs && made.size > accountsThen,
    );
  },

  'an account is made after its hire was cancelled': ({ isCancelled, made }) =>
    isCancelled === true && made.size > 0,

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
      return cancellations.some(
        (one) =>
          one.personKey === personKey &&
          !one.accountsThen.includes(userId) &&
          hires.every(
            ({ body, askedAtMs }) => askedAtMs <= one.atMs && dueAtMsOf?.(body) !== undefined,
          ),
      );
    }),
};
