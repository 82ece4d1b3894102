import type { UserRecord } from '../../provisioning/record.ts';
import { type FindOptions, recordsOf } from '../find-person.ts';
import { findScheduledAbout } from '../stack/find-scheduled.ts';
import { readDigests, readStackSettings, type Stack } from '../stack/stack.ts';
import type { StoredHire } from '../stack/stored-hire.ts';
import { type Name, whoToShow } from '../who.ts';
import { findLogLines, holdingOneOf, type LogLine, withPrefix } from './find-log-lines.ts';

/** One thing that happened to a person's hires. */
export interface HistoryEntry {
  readonly atMs: number;
  readonly from: 'function' | 'operator' | 'record' | 'schedule';
  readonly what: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * What both logs and the record have of a person, or the log of changes by operators of a file, the oldest first.
 * @param name of a person; a request id reads the whole table. A word may be the id of a file of the intake, too, how it
 * begins, or its key
 */
export async function historyOf(
  stack: Stack,
  name: Name,
  options: FindOptions,
): Promise<readonly HistoryEntry[]> {
  const { records, scheduled, keys, requestId } = await findPeople(stack, name, options);
  const terms = [...keys, ...(requestId === undefined ? [] : [requestId])];
  const { logGroupName } = await readStackSettings(stack);
  const isAbout = ({ personKey, requestId: named }: LogLine['facts']) =>
    keys.has(String(personKey)) || (requestId !== undefined && named === requestId);
  const linesOf = async (group: string) => {
    const lines = await findLogLines(stack, group, holdingOneOf(terms), options.signal);
    return lines.filter(({ facts }) => isAbout(facts));
  };
  const [ofFunction, ofOperators, ofFiles] = await Promise.all([
    linesOf(logGroupName),
    linesOf(stack.outputs.OperatorChangesLogGroupName),
    changesOfFiles(stack, name, options.signal),
  ]);
  const entries = [
    ...ofFunction.map((line) => entryOf('function', line, line.facts['message'])),
    ...[...ofOperators, ...ofFiles].map((line) => entryOf('operator', line, line.facts['command'])),
    ...records.flatMap(recordEntries),
    ...scheduled.map(scheduledEntry),
  ];
  return entries.sort((one, other) => one.atMs - other.atMs);
}

/** As `joiner intake list` shows the id, in full, or as the key that `takenFrom` has. */
const FILE_ID = /^(?:file#)?([0-9a-f]{8,64})$/;

/** In the log alone: it is kept for longer than the table knows a file. */
async function changesOfFiles(
  stack: Stack,
  { as, text }: Name,
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  const id = as === 'word' ? FILE_ID.exec(text)?.[1] : undefined;
  if (id === undefined) return [];
  const { OperatorChangesLogGroupName: group } = stack.outputs;
  return findLogLines(stack, group, withPrefix('fileId', id), signal);
}

async function findPeople(stack: Stack, name: Name, options: FindOptions) {
  const who = whoToShow(name, await readDigests(stack));
  const records = await recordsOf(stack, who, options);
  const scheduled = await findScheduledAbout(stack, who, records, options.signal);
  const people = [...records, ...scheduled].map(({ personKey }) => personKey);
  const keys = new Set(who.personKey === undefined ? people : [who.personKey]);
  const requestId = who.kind === 'id' || who.kind === 'request' ? who.text : undefined;
  return { records, scheduled, keys, requestId };
}

const SCHEDULED: Readonly<Record<StoredHire['state'], string>> = {
  waiting: 'asked for, and waits for its day',
  released: 'asked for; released on its day',
  cancelled: 'cancelled',
};

/** What waits, or once did: when the last one asked for it, which is HR, or the operator who cancelled it. */
function scheduledEntry({
  personKey,
  requestId,
  state,
  askedAtMs,
  dueAtMs,
}: StoredHire): HistoryEntry {
  const dueAt = new Date(dueAtMs).toISOString();
  return {
    atMs: askedAtMs,
    from: 'schedule',
    what: SCHEDULED[state],
    facts: { personKey, requestId, dueAt },
  };
}

function entryOf(
  from: HistoryEntry['from'],
  { atMs, facts }: LogLine,
  what: unknown,
): HistoryEntry {
  return { atMs, from, what: String(what), facts };
}

function recordEntries(record: UserRecord): HistoryEntry[] {
  const { personKey, requestId, messageId, senderId, source } = record;
  const facts = { personKey, requestId, messageId, senderId, source };
  const entry = (atMs: number, what: string, others = {}): HistoryEntry => ({
    atMs,
    from: 'record',
    what,
    facts: { ...facts, ...others },
  });
  const first = entry(record.firstAttemptAtMs, 'first tried');
  const gone = record.goneSeenAtMs;
  const seenGone = gone === undefined ? [] : [entry(gone, 'account seen gone')];
  switch (record.state) {
    case 'CREATING':
      return [first, ...seenGone];
    case 'GRANTING':
    case 'PROVISIONED': {
      const { userId, outcome } = record;
      const lacksGroups = record.state === 'GRANTING';
      return [
        first,
        entry(record.completedAtMs, 'has an account', {
          outcome,
          userId,
          ...(lacksGroups && { lacksGroups }),
        }),
        ...seenGone,
      ];
    }
    case 'FAILED': {
      const { reasonCode } = record;
      return [first, entry(record.failedAtMs, 'rejected', { reasonCode }), ...seenGone];
    }
  }
}
