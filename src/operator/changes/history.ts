import { isPersonKey } from '../../provisioning/digests.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import { findRecordsOfId } from '../stack/find-records.ts';
import { findScheduledAbout } from '../stack/find-scheduled.ts';
import { readDigests, readStackSettings, type Stack, usersStoreOf } from '../stack/stack.ts';
import type { StoredHire } from '../stack/stored-hire.ts';
import { findLogLines, holdingOneOf, type LogLine, withPrefix } from './find-log-lines.ts';

/** One thing that happened to a person's hires. */
export interface HistoryEntry {
  readonly atMs: number;
  readonly from: 'function' | 'operator' | 'record' | 'schedule';
  readonly what: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface HistoryOptions {
  readonly signal: AbortSignal;
  /** Called with the number of records that a search by id has read so far. */
  readonly onProgress: (read: number) => void;
}

/**
 * What both logs and the record have of a person, or the log of changes by operators of a file, the oldest first.
 * @param who an address, a person key, or an employee id, or a request id, which reads the whole table; or the id of a
 * file of the intake, how it begins, or its key
 */
export async function historyOf(
  stack: Stack,
  who: string,
  options: HistoryOptions,
): Promise<readonly HistoryEntry[]> {
  const { records, scheduled, keys, requestId } = await findPeople(stack, who, options);
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
    changesOfFiles(stack, who, options.signal),
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
  who: string,
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  const id = FILE_ID.exec(who)?.[1];
  if (id === undefined) return [];
  const { OperatorChangesLogGroupName: group } = stack.outputs;
  return findLogLines(stack, group, withPrefix('fileId', id), signal);
}

async function findPeople(stack: Stack, who: string, { signal, onProgress }: HistoryOptions) {
  const digests = await readDigests(stack);
  const isAddress = who.includes('@');
  const personKey = isAddress ? digests.personKeyOf(who.trim().toLowerCase()) : who;
  if (isAddress || isPersonKey(who)) {
    const record = await usersStoreOf(stack).read(personKey, signal);
    const records = record ? [record] : [];
    const scheduled = await findScheduledAbout(stack, who, records, signal);
    return { records, scheduled, keys: new Set([personKey]), requestId: undefined };
  }
  const records = await findRecordsOfId(stack, digests, who, { signal, onProgress });
  const scheduled = await findScheduledAbout(stack, who, records, signal);
  const keys = new Set([...records, ...scheduled].map((one) => one.personKey));
  return { records, scheduled, keys, requestId: who };
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
