import { accountDigestOf } from '../view.ts';
import { accountOf, countOf, isAnyGroup, type Promises } from './promise.ts';

/** About accounts, and the records that name them. */
export const ACCOUNT_PROMISES: Promises = {
  'two accounts for one person': ({ accounts, made, personKeyOf }) =>
    isAnyGroup(
      accounts,
      ({ emailAddress }) => personKeyOf(emailAddress),
      (ofPerson) => ofPerson.length > 1 && ofPerson.some(({ userId }) => made.has(userId)),
    ),

  'two accounts for one employee': ({ accounts, made, done, given, employeeKeyOf }) => {
    const owned = accounts.flatMap((account) => {
      const { userId, madeFor } = account;
      const holders = done.flatMap(({ record }) =>
        record.userId === userId ? (record.employeeKey ?? []) : [],
      );
      const keys = new Set([
        ...holders,
        ...(madeFor === undefined || given.has(userId) ? [] : [employeeKeyOf(madeFor)]),
      ]);
      return [...keys].map((employeeKey) => ({ employeeKey, userId }));
    });
    return isAnyGroup(
      owned,
      ({ employeeKey }) => employeeKey,
      (ofEmployee) => ofEmployee.length > 1 && ofEmployee.some(({ userId }) => made.has(userId)),
    );
  },

  'an employee whom the directory knew has a second account': ({
    accounts,
    made,
    findsEmployees = false,
  }) =>
    accounts.some(
      ({ userId, madeFor }, index) =>
        findsEmployees &&
        madeFor !== undefined &&
        made.has(userId) &&
        accounts
          .slice(0, index)
          .some((before) => !made.has(before.userId) && before.employeeId === madeFor),
    ),

  'two accounts are reported of one employee': ({ provisioned, isGone, given }) =>
    isAnyGroup(
      provisioned.filter(
        ({ event: { data } }) =>
          data.employeeId !== undefined && !isGone(data.userId) && !given.has(data.userId),
      ),
      ({ event: { data } }) => data.employeeId ?? '',
      (ofEmployee) => countOf(ofEmployee, accountOf) > 1,
    ),

  'a record names an account that never was': ({ done }) =>
    done.some(({ account }) => account === undefined),

  'a record names the account of another person': ({ done, isAccountOf }) =>
    done.some(({ account, record }) => account && !isAccountOf(account, record)),

  'the account digest of a record is not that of its account': ({ done }) =>
    done.some(
      ({ account, record }) => account && accountDigestOf(account) !== record.accountDigest,
    ),

  'an account that was deleted is made again for a message from before': ({
    records,
    sentAtMsOf,
  }) =>
    records.some(
      ({ state, goneSeenAtMs, messageId }) =>
        state === 'CREATING' &&
        goneSeenAtMs !== undefined &&
        (sentAtMsOf(messageId) ?? 0) <= goneSeenAtMs,
    ),
};
