import type { Rule } from './rule.ts';

/** Which records of HR systems the intake takes, and where each is known to come from. */
export const INTAKE_RECORD_RULES: readonly Rule[] = [
  {
    rule: 'a record of an HR system that is not in flight is not taken',
    without: {
      file: 'sqs/intake-batch.ts',
      from: 'of inFlight.confirmed.toSorted(byReceives))',
      to: 'of records.toSorted(byReceives))',
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
      from: 'if (message.isCopy)',
      to: 'if (deps === undefined)',
    },
    noticedBy: {
      file: 'intake/take-message.test.ts',
      test: 'is rejected again when an operator sends it back and it still cannot be mapped',
    },
  },
  {
    rule: 'a record that an operator sends back is rejected again where a later one supersedes it',
    without: {
      file: 'intake/refusal-of.ts',
      from: "standing === 'superseded' && isCopy",
      to: "standing === 'new' && isCopy",
    },
    noticedBy: {
      file: 'intake/superseded-record.test.ts',
      test: 'is rejected again where a later one changes the person at its address',
    },
  },
  {
    rule: 'a record that was rejected is rejected again for another reason',
    without: {
      file: 'intake/rejected-record.ts',
      from: "['rejected', source, code, ...ofFile, body]",
      to: "['rejected', source, body]",
    },
    noticedBy: {
      file: 'intake/superseded-record.test.ts',
      test: 'is rejected though the later message repeated it, which was rejected before',
    },
  },
  {
    rule: 'a record is rejected again for each file in which it is older than what came since',
    without: {
      file: 'intake/rejected-record.ts',
      from: '? [String(askedAtMs)] : []',
      to: '? [] : []',
    },
    noticedBy: {
      file: 'intake/superseded-record.test.ts',
      test: 'is rejected though the same row of an earlier file was, if someone else came since',
    },
  },
  {
    rule: 'a record that an operator sends back does not count beside the one of its file that decides',
    without: {
      file: 'intake/plan-records.ts',
      from: '(isCopy || isBefore',
      to: '(isBefore',
    },
    noticedBy: {
      file: 'intake/superseded-record.test.ts',
      test: 'is rejected again where the one of its file that decides was sent',
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
];
