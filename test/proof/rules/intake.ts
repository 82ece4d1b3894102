import type { Rule } from './rule.ts';

const TWICE = 'a file that is delivered twice at once';
const APPROVED = 'a file that an operator approves';
const BACK = 'a file that changes a person, and a later one that changes it back';
const TWO = 'two files that change a person';
const REPEATED = 'a file with a person twice';
const REPEATED_AGAIN = 'a file with a person twice that is put again, with someone else before';
const REPEATED_BELOW = 'a file that repeats a person who was further below in the one before';
const REPEATED_BACK =
  'a file that changes a person, and a later one that changes it back and repeats the person';
const ELSEWHERE = 'two files with a person at two addresses';

/** How the intake takes a file: nothing lost, nothing before its approval, and an end. */
export const INTAKE_RULES: readonly Rule[] = [
  {
    rule: 'a file that exceeds the limit waits for an operator',
    without: {
      file: 'intake/file-progress.ts',
      from: "if (needsApproval(counted, limit)) return { ...counted, state: 'waiting' };",
      to: '',
    },
    noticedBy: { scenario: APPROVED, faults: 0, broken: 'a file was sent before its approval' },
  },
  {
    rule: 'a file of which more than half cannot be mapped waits for an operator',
    without: {
      file: 'intake/file-progress.ts',
      from: 'return counts.rejected * 2 > done - counts.leftOut;',
      to: 'return false;',
    },
    noticedBy: {
      scenario: 'a file of which most cannot be mapped',
      faults: 0,
      broken: 'a file was sent before its approval',
    },
  },
  {
    rule: 'a file of which many records cannot be mapped waits for an operator, however large it is',
    without: {
      file: 'intake/file-progress.ts',
      from: ', counts.rejected) > maxNew',
      to: ') > maxNew',
    },
    noticedBy: {
      file: 'intake/take-file.test.ts',
      test: 'waits with more unmapped records than the limit, and nothing of it is rejected',
    },
  },
  {
    rule: 'a file that asks something else of many known people waits for an operator',
    without: {
      file: 'intake/file-progress.ts',
      from: 'counts.new, counts.changed,',
      to: 'counts.new,',
    },
    noticedBy: {
      file: 'intake/take-file.test.ts',
      test: 'waits with something else about more known people than the limit, and nothing of it is sent',
    },
  },
  {
    rule: 'a person who is in a file once more, with something else, is counted as rejected',
    without: {
      file: 'intake/take-records.ts',
      from: "if (record.kind === 'hire' && write) seen.set",
      to: "if (record.kind !== 'hire' && write) seen.set",
    },
    noticedBy: {
      file: 'intake/take-file.test.ts',
      test: 'waits with one person at more addresses than the limit',
    },
  },
  {
    rule: 'of several records about a person in a file, one decides',
    without: {
      file: 'intake/plan-records.ts',
      from: "isFromSame && (isCopy || isBefore(mark.place, place)) ? 'repeated'",
      to: "isFromSame && isCopy ? 'repeated'",
    },
    noticedBy: { scenario: REPEATED, faults: 0, broken: 'a record that does not decide was sent' },
  },
  {
    rule: 'of several records about a person, the first one decides in a file that is put again, too',
    without: {
      file: 'intake/plan-records.ts',
      from: 'mark: { ...mark, askedAtMs, ...at }',
      to: 'mark: { ...mark, ...at }',
    },
    noticedBy: {
      scenario: REPEATED_AGAIN,
      faults: 0,
      broken: 'a record that does not decide was sent',
    },
  },
  {
    rule: 'the record that decides is known by its place in the file that asked for it last',
    without: {
      file: 'intake/plan-records.ts',
      from: 'mark: { ...mark, askedAtMs, ...at }',
      to: 'mark: { ...mark, askedAtMs }',
    },
    noticedBy: {
      scenario: REPEATED_BELOW,
      faults: 0,
      broken: 'a record that does not decide was sent',
    },
  },
  {
    rule: 'the record that decides is not taken for a repeated one, though its mark is void',
    without: {
      file: 'intake/plan-records.ts',
      from: 'marked.record < place.record',
      to: 'marked.record <= place.record',
    },
    noticedBy: {
      scenario: REPEATED_BACK,
      faults: 1,
      broken: 'a rejected record is not counted as such',
    },
  },
  {
    rule: 'a void mark keeps the place of the record that decides',
    without: {
      file: 'intake/plan-records.ts',
      from: 'mark: { ...mark, content: VOID }',
      to: 'mark: { key, content: VOID, askedAtMs: mark.askedAtMs, sentForMs: mark.sentForMs }',
    },
    noticedBy: {
      scenario: REPEATED_BACK,
      faults: 0,
      broken: 'a record that does not decide was sent',
    },
  },
  {
    rule: 'a record that another one at another address supersedes is kept for an operator',
    without: {
      file: 'intake/plan-records.ts',
      from: "mark.place?.address === place?.address ? 'superseded' : 'superseded-elsewhere'",
      to: "mark.place?.address === place?.address ? 'superseded' : 'superseded'",
    },
    noticedBy: { scenario: ELSEWHERE, faults: 0, broken: 'a hire is lost' },
  },
  {
    rule: 'a delivery that is behind does not set a file back to an earlier state',
    without: {
      file: 'aws/intake-files.ts',
      from: ": { expression: isFrom, names: { '#state': 'state' }, values };",
      to: ": { expression: 'attribute_exists(#state) OR #state = :from', names: { '#state': 'state' }, values };",
    },
    noticedBy: { scenario: APPROVED, faults: 0, broken: 'a file never ends' },
  },
  {
    rule: 'a file that is there does not begin again',
    without: {
      file: 'aws/intake-files.ts',
      from: "'attribute_not_exists(#pk)'",
      to: "'attribute_not_exists(#pk) OR attribute_exists(#pk)'",
    },
    noticedBy: { scenario: APPROVED, faults: 0, broken: 'a file never ends' },
  },
  {
    rule: 'a delivery that is behind does not set a file back to fewer records',
    without: {
      file: 'aws/intake-files.ts',
      from: '`${isFrom} AND #done < :done`',
      to: '`${isFrom} AND #done <> :done`',
    },
    noticedBy: {
      file: 'aws/intake-table.test.ts',
      test: 'a file is never set back to fewer records',
    },
  },
  {
    rule: 'a record is marked only after it was sent',
    without: {
      file: 'intake/take-records.ts',
      from: 'await sendPlanned(planned, asked.askedAtMs, deps);\n    const refused = await writeMarks(planned, deps);',
      to: 'const refused = await writeMarks(planned, deps);\n    await sendPlanned(planned, asked.askedAtMs, deps);',
    },
    noticedBy: { scenario: TWICE, faults: 1, broken: 'a record that cannot be mapped is lost' },
  },
  {
    rule: 'the progress covers only records that were taken',
    without: { file: 'intake/take-file.ts', from: 'done: number,', to: 'done: number + 1,' },
    noticedBy: {
      scenario: 'a file that takes an invocation for each record',
      faults: 0,
      broken: 'a record is counted twice, or not at all',
    },
  },
  {
    rule: 'a rejected record is announced only once it is stored',
    without: {
      file: 'intake/reject.ts',
      from: 'if ((await failedMessages.reject(messages, signal)).size > 0) throw new UnsentError();',
      to: 'await failedMessages.reject(messages, signal);',
    },
    noticedBy: {
      scenario: TWICE,
      faults: 1,
      broken: 'an event announced a message that is not stored',
    },
  },
  {
    rule: 'what a file sent before it was cut off counts as sent by it',
    without: {
      file: 'intake/plan-records.ts',
      from: "mark.sentForMs === askedAtMs ? 'sent' : 'known'",
      to: "'known'",
    },
    noticedBy: {
      scenario: TWICE,
      faults: 0,
      broken: 'a rejected record is not counted as such',
    },
  },
  {
    rule: 'a file does not replace the mark of a later one',
    without: {
      file: 'aws/intake-marks.ts',
      from: '`attribute_not_exists(#pk) OR ${isNotLater}`',
      to: '`attribute_not_exists(#pk) OR ${isNotLater} OR attribute_exists(#pk)`',
    },
    noticedBy: { scenario: TWO, faults: 0, broken: 'a mark does not say what was sent last' },
  },
  {
    rule: 'a known record keeps its mark only while no other content is sent',
    without: {
      file: 'aws/intake-marks.ts',
      from: '`#content = :over AND ${isNotLater}`',
      to: '`(#content = :over OR attribute_exists(#content)) AND ${isNotLater}`',
    },
    noticedBy: { scenario: BACK, faults: 0, broken: 'a mark does not say what was sent last' },
  },
  {
    rule: 'a record whose mark another file has written is compared again',
    without: {
      file: 'intake/take-records.ts',
      from: 'left = left.filter(({ key }) => refused.has(key));',
      to: 'left = left.filter(({ key }) => refused.has(key) && key === undefined);',
    },
    noticedBy: { scenario: BACK, faults: 0, broken: 'a mark does not say what was sent last' },
  },
  {
    rule: 'a mark is void once something older may have been sent after it',
    without: {
      file: 'intake/plan-records.ts',
      from: 'isSuperseded && mark.sentForMs < askedAtMs && mark.content !== VOID',
      to: 'isSuperseded && mark.sentForMs < 0',
    },
    noticedBy: { scenario: BACK, faults: 0, broken: 'a mark does not say what was sent last' },
  },
  {
    rule: 'a file does not send what a later one has changed',
    without: {
      file: 'intake/plan-records.ts',
      from: 'if (mark.askedAtMs > askedAtMs)\n',
      to: 'if (mark.askedAtMs < 0)\n',
    },
    noticedBy: { scenario: TWO, faults: 0, broken: 'a file never ends' },
  },
];
