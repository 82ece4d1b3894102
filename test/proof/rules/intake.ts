import type { Rule } from './rule.ts';

const TWICE = 'a file that is delivered twice at once';
const APPROVED = 'a file that an operator approves';
const BACK = 'a file that changes a person, and a later one that changes it back';
const TWO = 'two files that change a person';

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
    rule: 'a person who is in a file once more, with something else, counts as new',
    without: {
      file: 'intake/take-records.ts',
      from: "isRepeated && standing === 'changed' ? 'new' : standing",
      to: 'standing',
    },
    noticedBy: {
      file: 'intake/take-file.test.ts',
      test: 'waits with one person at more addresses than the limit',
    },
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
      from: 'await sendPlanned(planned, askedAtMs, deps);\n    const refused = await writeMarks(planned, deps);',
      to: 'const refused = await writeMarks(planned, deps);\n    await sendPlanned(planned, askedAtMs, deps);',
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
      from: "standing === 'superseded' && mark.sentForMs < askedAtMs && mark.content !== VOID",
      to: "standing === 'superseded' && mark.sentForMs < 0",
    },
    noticedBy: { scenario: BACK, faults: 0, broken: 'a mark does not say what was sent last' },
  },
  {
    rule: 'a file does not send what a later one has changed',
    without: {
      file: 'intake/plan-records.ts',
      from: "mark.askedAtMs > askedAtMs ? 'superseded' : 'changed'",
      to: "mark.askedAtMs > askedAtMs ? 'changed' : 'changed'",
    },
    noticedBy: { scenario: TWO, faults: 0, broken: 'a file never ends' },
  },
  {
    rule: 'a record of an HR system that is not in flight is not taken',
    without: {
      file: 'sqs/intake-batch.ts',
      from: 'of inFlight.confirmed)',
      to: 'of records)',
    },
    noticedBy: {
      file: 'sqs/intake-batch.test.ts',
      test: 'does not keep the records beside it from being taken',
    },
  },
  {
    rule: 'a receipt shows only that a message of its own queue is in flight',
    without: {
      file: 'sqs/intake-in-flight.ts',
      from: 'records.filter(({ queue }) => queue === name)',
      to: "records.filter(() => name === 'messages')",
    },
    noticedBy: {
      file: 'sqs/intake-batch.test.ts',
      test: 'with a receipt of the queue of records is no notification of a file',
    },
  },
  {
    rule: 'no mark is later than clocks differ',
    without: {
      file: 'sqs/intake-times.ts',
      from: ' && sentAtMs <= nowMs + CLOCKS_DIFFER_MS',
      to: '',
    },
    noticedBy: {
      file: 'sqs/intake-batch.test.ts',
      test: 'is now, where it is later than clocks differ',
    },
  },
  {
    rule: 'a message with more records than anyone approves is set aside before one is sent',
    without: {
      file: 'intake/read-raw-message.ts',
      from: 'records.length === most',
      to: 'records.length < 0',
    },
    noticedBy: {
      file: 'intake/take-message.test.ts',
      test: 'is set aside as a whole above 500, and nothing of it is sent',
    },
  },
  {
    rule: 'where types of events are accepted, an event in a file or a list is not taken for a record',
    without: {
      file: 'intake/read-options.ts',
      from: 'acceptedEventTypes.length > 0',
      to: 'acceptedEventTypes.length < 0',
    },
    noticedBy: {
      file: 'intake/events-in-records.test.ts',
      test: 'an event on a line',
    },
  },
  {
    rule: 'a record that an operator sends back is rejected again where it still cannot be mapped',
    without: {
      file: 'intake/take-message.ts',
      from: 'isCopy === true && ',
      to: 'false && ',
    },
    noticedBy: {
      file: 'intake/take-message.test.ts',
      test: 'is rejected again when an operator sends it back and it still cannot be mapped',
    },
  },
  {
    rule: 'a hire that was set aside is verified with the secret of the function, not of the intake',
    without: {
      file: 'operator/failed/origin.ts',
      from: '? digests.failedMessageMacOf',
      to: '? intakeDigests.failedMessageMacOf',
    },
    noticedBy: {
      file: 'operator/failed-record.test.ts',
      test: 'a hire that the intake has signed is not believed',
    },
  },
  {
    rule: 'a record that was rejected is verified with the secret of the intake, not of the function',
    without: {
      file: 'operator/failed/origin.ts',
      from: ': intakeDigests.failedMessageMacOf',
      to: ': digests.failedMessageMacOf',
    },
    noticedBy: {
      file: 'operator/failed-record.test.ts',
      test: 'a record that the function has signed is not believed: it takes in none',
    },
  },
  {
    rule: 'a hire leads to the message that it was taken from',
    without: {
      file: 'sqs/intake-batch.ts',
      from: 'send: sendTakenFrom(messageId, deps)',
      to: 'send: deps.send',
    },
    noticedBy: {
      file: 'sqs/intake-batch.test.ts',
      test: 'is logged with its message, without the name of a session, and its hires lead to the message',
    },
  },
  {
    rule: 'a hire leads to the file that it was taken from',
    without: {
      file: 'sqs/intake-batch.ts',
      from: 'send: sendTakenFrom(file.key, deps)',
      to: 'send: deps.send',
    },
    noticedBy: {
      file: 'sqs/intake-batch.test.ts',
      test: 'is logged with its file, by S3, and its hires lead to the file',
    },
  },
  {
    rule: 'what a hire was taken from goes with it to the new-hire queue',
    without: {
      file: 'aws/intake-hires.ts',
      from: '...(takenFrom !== undefined && { takenFrom }),',
      to: '',
    },
    noticedBy: {
      file: 'aws/intake-hires.test.ts',
      test: 'a hire has the time at which HR asked for it, and what it was taken from',
    },
  },
  {
    rule: 'what a hire was taken from is in the log of its outcome',
    without: {
      file: 'sqs/process-batch.ts',
      from: '...(takenFrom !== undefined && { takenFrom }),',
      to: '',
    },
    noticedBy: {
      file: 'sqs/process-batch.test.ts',
      test: 'the log has what the intake took a hire from, and nothing else that a sender writes there',
    },
  },
  {
    rule: 'no other text of a sender counts as what a hire was taken from',
    without: {
      file: 'sqs/taken-from.ts',
      from: 'return isOrigin ? text : undefined;',
      to: 'return isOrigin ? text : text;',
    },
    noticedBy: {
      file: 'sqs/process-batch.test.ts',
      test: 'the log has what the intake took a hire from, and nothing else that a sender writes there',
    },
  },
  {
    rule: 'the log says who sent a message with records',
    without: {
      file: 'sqs/intake-report.ts',
      from: "'message taken', { messageId, senderId }",
      to: "'message taken', { messageId, senderId: senderId && undefined }",
    },
    noticedBy: {
      file: 'sqs/intake-batch.test.ts',
      test: 'is logged with its message, without the name of a session, and its hires lead to the message',
    },
  },
  {
    rule: 'the log says who put a file',
    without: {
      file: 'sqs/intake-batch.ts',
      from: 'senderId: putBy }',
      to: 'senderId: putBy && undefined }',
    },
    noticedBy: {
      file: 'sqs/intake-batch.test.ts',
      test: 'is logged with its file, by S3, and its hires lead to the file',
    },
  },
  {
    rule: 'the log says who sent a message that cannot be taken',
    without: {
      file: 'sqs/intake-report.ts',
      from: 'senderId: principalOf(attributes.SenderId),',
      to: 'senderId: principalOf(undefined),',
    },
    noticedBy: {
      file: 'sqs/intake-batch.test.ts',
      test: 'a message that cannot be taken is logged with its sender',
    },
  },
  {
    rule: 'a record in an event is taken only if its type is accepted',
    without: {
      file: 'intake/take-message.ts',
      from: 'checkEventTypes(eventTypesOf(body), ',
      to: 'checkEventTypes(eventTypesOf(body).slice(0, 0), ',
    },
    noticedBy: {
      file: 'intake/event-types.test.ts',
      test: 'a CloudEvent of another type sends no hire, and is rejected as it was',
    },
  },
  {
    rule: 'the type of every envelope around a record is checked',
    without: {
      file: 'contracts/envelopes.ts',
      from: 'envelopes < MAX_ENVELOPES; envelopes += 1',
      to: 'envelopes < 1; envelopes += 1',
    },
    noticedBy: {
      file: 'intake/event-types.test.ts',
      test: 'an event of another type by SNS sends no hire, and is rejected as it was',
    },
  },
  {
    rule: 'an operator sends no event of a source where types of events are accepted',
    without: {
      file: 'operator/send/hire-file-by-source.ts',
      from: 'readOptionsFor(acceptedEventTypes)',
      to: 'readOptionsFor(acceptedEventTypes.slice(0, 0))',
    },
    noticedBy: {
      file: 'operator/hire-file/by-source.test.ts',
      test: 'is refused with an event, as no hire that comes of it would have a type',
    },
  },
  {
    rule: 'an archived file is rejected, and not tried for ever',
    without: {
      file: 'aws/intake-bucket.ts',
      from: "['InvalidObjectState', 'InvalidRequest']",
      to: "['InvalidRequest']",
    },
    noticedBy: {
      file: 'aws/intake-bucket.test.ts',
      test: 'an archived object can never be read, and the sender learns why',
    },
  },
  {
    rule: "a file that only its sender's key opens is rejected, and not tried for ever",
    without: {
      file: 'aws/intake-bucket.ts',
      from: "'InvalidObjectState', 'InvalidRequest'",
      to: "'InvalidObjectState'",
    },
    noticedBy: {
      file: 'aws/intake-bucket.test.ts',
      test: 'an object with a key that only its sender has can never be read, and the sender learns why',
    },
  },
  {
    rule: 'the header of a file is the first row that names the needed columns, whatever a name below it spells',
    without: {
      file: 'sources/files/csv-dialect.ts',
      from: '-(first?.row.line ?? 0), found',
      to: '0, found',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'is that of a person, on a line of its own too',
    },
  },
  {
    rule: 'the source of a file is the one whose header stands first',
    without: {
      file: 'sources/recognise.ts',
      from: 'one.line - other.line || other.found',
      to: 'other.found',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'does not make the file that of another source',
    },
  },
  {
    rule: "a row with an address is a person's, and no header",
    without: {
      file: 'sources/files/csv-header.ts',
      from: '&& !cells.some((cell) => ADDRESS_INSIDE.test(cell))',
      to: '&& cells.length > 0',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'where the person has an address: the file is of no source',
    },
  },
  {
    rule: 'a file is refused where a table stands above its header, whose rows would be lost',
    without: {
      file: 'sources/read-records.ts',
      from: 'if (header.fault) throw new UnreadableFileError([header.fault]);',
      to: '',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'with the same delimiter, and the file is refused: others would be lost',
    },
  },
  {
    rule: 'a table above the header is seen with each delimiter',
    without: {
      file: 'sources/files/header-place.ts',
      from: 'new Set([delimiter, ...others])',
      to: 'new Set([delimiter])',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'with another delimiter, and the file is refused: others would be lost',
    },
  },
  {
    rule: 'a person above the header is seen by an address',
    without: {
      file: 'sources/files/header-place.ts',
      from: 'return row.cells.some(isAddress) &&',
      to: 'return row.cells.length < 0 &&',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'but no person with an address among other cells',
    },
  },
  {
    rule: 'a file is refused where another header stands below, and is no row of its table',
    without: {
      file: 'sources/files/header-place.ts',
      from: 'other > header.line && !isRowBelow',
      to: 'other < 0 && !isRowBelow',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'but none that names the needed columns',
    },
  },
  {
    rule: 'a row in the quotes of another one is not lost',
    without: {
      file: 'sources/files/csv-records.ts',
      from: 'cells.length >= width && cells.some',
      to: 'cells.length < 0 && cells.some',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'that opens a quote, as another closes it, does not hide who is between them',
    },
  },
  {
    rule: 'zeros in a name make no UTF-16 of a file',
    without: {
      file: 'sources/files/encoding.ts',
      from: 'if (second === 0 && (zeros[1]',
      to: 'if ((zeros[1]',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'may have zeros, and makes no UTF-16 of the file',
    },
  },
];
