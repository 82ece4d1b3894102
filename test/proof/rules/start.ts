import type { Rule } from './rule.ts';

const MOVES = 'a first day that moves while its hire is released';
const CANCELS =
  'a hire that an operator cancels while the employee gets a later day at another address';
const CANCELLED =
  'a hire that an operator has cancelled, whose copy is under way, and one of the employee at another address';
const CANCELLED_AND_TAKEN =
  'a hire that an operator has cancelled, whose copy is under way, and one of the employee at an address of another';
const AFTER_CANCEL = 'an account is made after its hire was cancelled';
const ELSEWHERE = 'a first day of the employee at another address';
const DUE_ELSEWHERE =
  'an employee whose day has come, and a hire at another address that is due at once';
const LOST = 'a hire that waited for its day is lost';
const EARLY = 'an account is made before its day';

const LOOK_OF_POINTING = `  if (pointing.kind === 'refuse') return fail(pointing.reason, attempt, ctx, { isElsewhere: true });
  if (pointing.kind === 'later') return pointing.retry;
`;
const LOOK_FOR_LATER = `  const later = await supersedingOf(attempt.hire, ctx);
  if (later) return giveWay(later, attempt, ctx);
`;

/** No account before its day, and none that was cancelled; of several dates, the last one to be sent. */
export const START_RULES: readonly Rule[] = [
  {
    rule: 'a hire that is due looks for a later date before it creates',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'if (later) return giveWay(later, attempt, ctx);',
      to: '',
    },
    noticedBy: { scenario: MOVES, faults: 0, broken: EARLY },
  },
  {
    rule: 'it looks once its employee id points to the record',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: `  const pointing = await pointEmployee(attempt, ctx);
${LOOK_OF_POINTING}  // After pointing: a message with a later date looks where the employee id points, once it is stored.
${LOOK_FOR_LATER}`,
      to: `${LOOK_FOR_LATER}  const pointing = await pointEmployee(attempt, ctx);
${LOOK_OF_POINTING}`,
    },
    noticedBy: { scenario: CANCELS, faults: 1, broken: 'a message never ends' },
  },
  {
    rule: 'a later date waits for an attempt that has begun',
    without: {
      file: 'provisioning/schedule-hire.ts',
      from: 'if (hasOpenAttempt(record)) return',
      to: 'if (hasOpenAttempt(record) && hire === undefined) return',
    },
    noticedBy: { scenario: MOVES, faults: 0, broken: EARLY },
  },
  {
    rule: 'a later date at another address looks where the employee id points',
    without: {
      file: 'provisioning/schedule-hire.ts',
      from: 'if (elsewhere) return elsewhere;',
      to: '',
    },
    noticedBy: { scenario: ELSEWHERE, faults: 0, broken: LOST },
  },
  {
    rule: 'an attempt that gives way gives its employee id free',
    without: {
      file: 'provisioning/end-attempt.ts',
      from: '  await freeEmployee(attempt, ctx);\n  return superseded',
      to: '  return superseded',
    },
    noticedBy: { scenario: CANCELS, faults: 0, broken: 'a message never ends' },
  },
  {
    rule: 'an attempt that is not the first looks into the directory before it gives way',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'return isFirstAttempt(attempt.record)\n    ? end()',
      to: 'return isFirstAttempt(attempt.record) || end\n    ? end()',
    },
    noticedBy: { scenario: CANCELS, faults: 1, broken: 'two accounts for one employee' },
  },
  {
    rule: 'an attempt that gave way leaves nothing that a later date waits for',
    without: {
      file: 'provisioning/end-attempt.ts',
      from: 'madeNoAccount: true, releasedAtMs',
      to: 'madeNoAccount: isFirstAttempt(record), releasedAtMs',
    },
    noticedBy: { scenario: MOVES, faults: 1, broken: 'a message never ends' },
  },
  {
    rule: 'a copy is as old as the message that it was made of',
    without: {
      file: 'provisioning/read-hire.ts',
      from: 'askedAtMs: message.askedAtMs ?? message.sentAtMs',
      to: 'askedAtMs: message.sentAtMs',
    },
    noticedBy: { scenario: MOVES, faults: 0, broken: EARLY },
  },
  {
    rule: 'no message is newer than when it was sent',
    without: {
      file: 'sqs/copy-times.ts',
      from: '...(askedAtMs <= sentAtMs && { askedAtMs })',
      to: '...(askedAtMs > 0 && { askedAtMs })',
    },
    noticedBy: {
      file: 'provisioning/first-day.test.ts',
      test: 'cannot be outdone by a message that says it was sent in the future',
    },
  },
  {
    rule: 'a copy asks for its account from the day on, however late it is sent',
    without: {
      file: 'provisioning/read-hire.ts',
      from: 'sentAtMs: message.releasedForMs ?? message.sentAtMs',
      to: 'sentAtMs: message.sentAtMs',
    },
    noticedBy: {
      file: 'provisioning/first-day.test.ts',
      test: 'has no second account by a copy that was sent for a day before the deletion',
    },
  },
  {
    rule: 'a hire is sent before it is marked',
    without: {
      file: 'provisioning/release-due-hires.ts',
      from: 'const unsent = await send(hires, signal);',
      to: 'await Promise.all(hires.map((hire) => dueHires.markReleased(hire, signal)));\n    const unsent = await send(hires, signal);',
    },
    noticedBy: {
      scenario: 'a hire that is sent before its day, and one sweep',
      faults: 1,
      broken: LOST,
    },
  },
  {
    rule: 'only the date that was sent is marked',
    without: {
      file: 'aws/due-hires.ts',
      from: "condition: '#version = :version'",
      to: "condition: '#version >= :version'",
    },
    noticedBy: { scenario: MOVES, faults: 0, broken: EARLY },
  },
  {
    rule: 'an older message does not move a date back',
    without: {
      file: 'aws/scheduled-table.ts',
      from: '#state = :cancelled) AND #askedAt < :askedAt)',
      to: '#state = :cancelled) AND #askedAt <> :askedAt)',
    },
    noticedBy: {
      file: 'aws/scheduled-table.test.ts',
      test: 'does not give way to a message that was sent before',
    },
  },
  {
    rule: 'a day is not moved by the employee id at another address',
    without: {
      file: 'aws/scheduled-table.ts',
      from: '(#personKey = :personKey OR #state = :cancelled)',
      to: '(#personKey = :personKey OR attribute_exists(#pk))',
    },
    noticedBy: { scenario: ELSEWHERE, faults: 0, broken: LOST },
  },
  {
    rule: 'a day does not wait for that of the employee at another address',
    without: {
      file: 'provisioning/schedule-hire.ts',
      from: "state === 'waiting' && last.personKey === hire.personKey",
      to: "state === 'waiting'",
    },
    noticedBy: {
      file: 'provisioning/first-day.test.ts',
      test: 'does not take the place of a hire that is due, at another address of the employee',
    },
  },
  {
    rule: 'a hire that has its account leaves what waits for the employee at another address',
    without: {
      file: 'aws/scheduled-table.ts',
      from: " AND personKey = :personKey'",
      to: " AND (personKey = :personKey OR personKey <> :personKey)'",
    },
    noticedBy: { scenario: DUE_ELSEWHERE, faults: 0, broken: LOST },
  },
  {
    rule: 'a message that comes again too early waits again',
    without: {
      file: 'aws/scheduled-table.ts',
      from: '(#bodyHash = :bodyHash OR #state = :released)',
      to: '(#bodyHash = :bodyHash OR #state = :released) AND attribute_not_exists(#pk)',
    },
    noticedBy: {
      file: 'aws/scheduled-table.test.ts',
      test: 'waits again where its message comes again too early',
    },
  },
  {
    rule: 'a message that was cancelled does not wait again',
    without: {
      file: 'aws/scheduled-table.ts',
      from: 'AND #state <> :cancelled)',
      to: 'AND (#state <> :cancelled OR attribute_exists(#pk)))',
    },
    noticedBy: {
      file: 'aws/scheduled-table.test.ts',
      test: 'stays cancelled in the very millisecond in which its message was sent',
    },
  },
  {
    rule: 'an operator’s decision is newer than every message from before',
    without: {
      file: 'aws/cancel-scheduled.ts',
      from: ' #askedAt = :now,',
      to: '',
    },
    noticedBy: {
      file: 'aws/scheduled-table.test.ts',
      test: 'stays cancelled for a message from before that comes later',
    },
  },
  {
    rule: 'an operator cancels only what was shown',
    without: {
      file: 'aws/cancel-scheduled.ts',
      from: "condition: '#version = :version'",
      to: "condition: '#version >= :version'",
    },
    noticedBy: {
      file: 'aws/scheduled-table.test.ts',
      test: 'is not cancelled where it is not as it was shown',
    },
  },
  {
    rule: 'a copy gives way to an operator’s decision',
    without: {
      file: 'provisioning/schedule-hire.ts',
      from: "if (state === 'cancelled') return askedAtMs >= hire.askedAtMs",
      to: "if (state === 'cancelled') return askedAtMs < hire.askedAtMs",
    },
    noticedBy: {
      scenario: 'a hire that an operator cancels while it is released',
      faults: 0,
      broken: 'an account is made after its hire was cancelled',
    },
  },
  {
    rule: 'a copy gives way to a decision whose place the employee’s next hire has taken',
    without: {
      file: 'provisioning/schedule-hire.ts',
      from: "return cancelledAtMs >= hire.askedAtMs ? { ...last, state: 'cancelled' } : undefined;",
      to: 'return cancelledAtMs < 0 ? last : undefined;',
    },
    noticedBy: { scenario: CANCELLED, faults: 0, broken: AFTER_CANCEL },
  },
  {
    rule: 'a decision stays while the employee’s next hire waits',
    without: {
      file: 'aws/cancel-scheduled.ts',
      from: ' #cancelledAt = :now,',
      to: '',
    },
    noticedBy: { scenario: CANCELLED, faults: 0, broken: AFTER_CANCEL },
  },
  {
    rule: 'a decision stays where the employee’s next hire is rejected',
    without: {
      file: 'provisioning/schedule-hire.ts',
      from: "hasAccount: result.kind === 'provisioned'",
      to: 'hasAccount: true',
    },
    noticedBy: { scenario: CANCELLED_AND_TAKEN, faults: 0, broken: AFTER_CANCEL },
  },
  {
    rule: 'a hire that was rejected leaves what was asked for later, also after a decision',
    without: {
      file: 'aws/scheduled-table.ts',
      from: "'#askedAt <= :askedAt AND #personKey = :personKey AND attribute_exists(#cancelledAt)'",
      to: "'(#askedAt <= :askedAt OR #askedAt > :askedAt) AND #personKey = :personKey AND attribute_exists(#cancelledAt)'",
    },
    noticedBy: {
      file: 'aws/scheduled-table.test.ts',
      test: 'leaves what was asked for later where it is rejected',
    },
  },
  {
    rule: 'a newer message does not give way to an older date',
    without: {
      file: 'provisioning/schedule-hire.ts',
      from: '&& askedAtMs > hire.askedAtMs;',
      to: '&& askedAtMs > 0;',
    },
    noticedBy: {
      file: 'provisioning/first-day.test.ts',
      test: 'to one that has come, makes the account at once',
    },
  },
  {
    rule: 'a hire that has its account leaves what was asked for later',
    without: {
      file: 'aws/scheduled-table.ts',
      from: "const ofThisHire = 'askedAt <= :askedAt AND",
      to: "const ofThisHire = '(askedAt <= :askedAt OR askedAt > :askedAt) AND",
    },
    noticedBy: {
      file: 'aws/scheduled-table.test.ts',
      test: 'leaves what was asked for later',
    },
  },
  {
    rule: 'a hire that was rejected does not wait',
    without: {
      file: 'provisioning/schedule-hire.ts',
      from: "if (result.kind === 'rejected' || result.kind === 'provisioned')",
      to: "if (result.kind === 'provisioned')",
    },
    noticedBy: {
      file: 'provisioning/first-day.test.ts',
      test: 'leaves nothing that waits where it is rejected or a duplicate',
    },
  },
  {
    rule: 'a message that was edited after its release waits for its new day',
    without: {
      file: 'aws/scheduled-table.ts',
      from: '(#bodyHash = :bodyHash OR #state = :released)',
      to: '(#bodyHash = :bodyHash OR #bodyHash = :released)',
    },
    noticedBy: {
      file: 'aws/scheduled-table.test.ts',
      test: 'waits for another day where an operator has edited its message since it was released',
    },
  },
  {
    rule: 'a request whose account is gone waits for its day like any other',
    without: {
      file: 'provisioning/schedule-hire.ts',
      from: 'isSameRequest(record, hire) && !isAskedAgain(record, hire)',
      to: 'isSameRequest(record, hire)',
    },
    noticedBy: {
      file: 'provisioning/first-day.test.ts',
      test: 'has a new account on the day, also under the request of the old one',
    },
  },
  {
    rule: 'a request that is done is not rejected where its other message was cancelled',
    without: {
      file: 'provisioning/schedule-hire.ts',
      from: 'return unlessDone(superseded(scheduling.by, hire, ctx), hire, ctx);',
      to: 'return superseded(scheduling.by, hire, ctx);',
    },
    noticedBy: {
      file: 'provisioning/first-day.test.ts',
      test: 'repeats the event of its request, where another message of it came to the account',
    },
  },
  {
    rule: 'a request that is done is not rejected where its other message has a date too far ahead',
    without: {
      file: 'provisioning/schedule-hire.ts',
      from: 'return unlessDone(rejectedNow(obstacle, ctx), hire, ctx);',
      to: 'return rejectedNow(obstacle, ctx);',
    },
    noticedBy: {
      file: 'provisioning/first-day.test.ts',
      test: 'repeats the event of its request, where that is done',
    },
  },
];
