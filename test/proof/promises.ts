import type { UserRecord } from '../../src/provisioning/record.ts';
import { ACCOUNT_PROMISES } from './promises/accounts.ts';
import { BUDGET_PROMISES } from './promises/budget.ts';
import { EVENT_PROMISES } from './promises/events.ts';
import { FIRST_DAY_PROMISES } from './promises/first-days.ts';
import { GROUP_PROMISES } from './promises/groups.ts';
import type { Promises } from './promises/promise.ts';
import { REQUEST_PROMISES } from './promises/requests.ts';
import { lookAt, type View } from './view.ts';

const PROMISES: Promises = {
  ...ACCOUNT_PROMISES,
  ...EVENT_PROMISES,
  ...REQUEST_PROMISES,
  ...FIRST_DAY_PROMISES,
  ...GROUP_PROMISES,
  ...BUDGET_PROMISES,
};

/** Every promise that is broken at this moment. */
export function brokenPromises(view: View): readonly string[] {
  const seen = lookAt(view);
  return Object.keys(PROMISES).filter((sentence) => PROMISES[sentence]?.(seen));
}

/** What became, in the end, of a person who must have an account. */
export interface PersonAtEnd {
  /** At the person's address, or on their record. */
  readonly accounts: number;
  /** Whether the record says PROVISIONED and names an account that is there. */
  readonly isOnRecord: boolean;
}

/** Every promise that is broken once all messages were delivered with nothing in their way. */
export function brokenEnd(view: View, people: readonly PersonAtEnd[]): readonly string[] {
  const { waiting, sent, hasEvent } = lookAt(view);
  return [
    ...brokenPromises(view),
    ...when(waiting.length > 0, 'a message never ends'),
    ...when(!sent.every(hasEvent), 'a message ends without an event'),
    ...when(
      people.some(({ isOnRecord }) => !isOnRecord),
      'a hire ends without an account on record',
    ),
    ...when(
      people.some(({ accounts }) => accounts > 1),
      'two accounts for one person',
    ),
  ];
}

/**
 * Records that no message is left to finish. An administrator who removed the account excuses its
 * record: a message that came once more after its end may have begun what no other message
 * finishes.
 */
export function stuckRecords(
  view: View,
  isExcused: (record: UserRecord) => boolean = () => false,
): readonly string[] {
  const { records, accounts, made, personKeyOf } = view;
  const { goneOf } = lookAt(view);
  const stuck = records.filter(
    (record) => !isExcused(record) && goneOf(record.personKey).length === 0,
  );
  const ofOurMaking = accounts
    // What an administrator disabled, an operator decides.
    .filter(({ userId, status }) => made.has(userId) && status !== 'DISABLED')
    .map(({ emailAddress }) => personKeyOf(emailAddress));
  return [
    ...when(
      // Where no attempt has called the directory, nothing is unfinished.
      stuck.some(
        (record) =>
          record.state === 'CREATING' && record.attemptsWithoutAccount !== record.attempts,
      ),
      'a record stays CREATING',
    ),
    ...when(
      // What an administrator disabled, an operator decides.
      stuck.some(
        (record) =>
          record.state === 'GRANTING' &&
          accounts.some(({ userId, status }) => userId === record.userId && status !== 'DISABLED'),
      ),
      'a record stays GRANTING',
    ),
    ...when(
      stuck.some(({ state, personKey }) => state === 'FAILED' && ofOurMaking.includes(personKey)),
      'a record says FAILED, and its account is there',
    ),
  ];
}

function when(isBroken: boolean, sentence: string): readonly string[] {
  return isBroken ? [sentence] : [];
}
