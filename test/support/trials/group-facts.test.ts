import { expect, test } from '@jest/globals';
import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import { groupFaultsIn } from './group-facts.ts';
import { addressOf, batchOf, bodyOf, IN_THREE_GROUPS } from './hire-batch.ts';
import type { RecordSeen, Seen } from './stock-facts.ts';

const GROUPS = ['g1', 'g2', 'g3'];
const batch = batchOf('b1', [
  bodyOf('b1', 1, { emailAddress: addressOf('b1', 'ada'), ...IN_THREE_GROUPS }),
]);

const record: RecordSeen = {
  state: 'PROVISIONED',
  userId: 'u1',
  outcome: 'created',
  requestId: 'b1/1',
  groups: GROUPS,
};

const existing: RecordSeen = { ...record, outcome: 'existing', groups: [] };

function eventOf(changes: object): CompletionEvent {
  const data = { requestId: 'b1/1', userId: 'u1', groups: GROUPS, ...changes };
  return { type: 'joiner.user.provisioned.v1', id: 'e1', data } as unknown as CompletionEvent;
}

function memberOf(groups: readonly string[], userId = 'u1') {
  return groups.map((group) => ({ userId, group }));
}

/** One hire that got its three groups. */
const kept: Seen = {
  batch,
  accounts: [{ address: addressOf('b1', 'ada'), userId: 'u1' }],
  records: [record],
  recorded: ['u1'],
  memberships: memberOf(GROUPS),
  planOf: () => GROUPS,
  events: [eventOf({})],
  kept: [],
  deadLetters: 0,
};

test('an account in all groups that its hire plans, and in no other, is right', () => {
  expect(groupFaultsIn(kept)).toEqual([]);
});

test('an account that was there before is right without groups, if its event says that they differ', () => {
  const events = [eventOf({ groups: undefined, differs: true })];

  expect(groupFaultsIn({ ...kept, records: [existing], memberships: [], events })).toEqual([]);
});

test.each<[string, Partial<Seen>]>([
  ['is in fewer groups than its record plans', { memberships: memberOf(['g1', 'g2']) }],
  ['is in another group, too', { memberships: memberOf([...GROUPS, 'g4']) }],
  ['is of no hire', { memberships: [...memberOf(GROUPS), ...memberOf(['g1'], 'u2')] }],
  ['gets groups that its hire does not plan', { planOf: () => ['g1'] }],
  ['was there before, and gets groups', { records: [{ ...record, outcome: 'existing' }] }],
  ['has an event that names fewer groups', { events: [eventOf({ groups: ['g1'] })] }],
  [
    'was there before, and has an event that does not say that groups differ',
    { records: [existing], memberships: [], events: [eventOf({ groups: undefined })] },
  ],
])('a fault is found when an account %s', (_, changes) => {
  expect(groupFaultsIn({ ...kept, ...changes })).not.toEqual([]);
});
