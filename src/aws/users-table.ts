import { randomUUID } from 'node:crypto';
import { hasAccount } from '../provisioning/has-account.ts';
import type { AccountRecord, UserRecord } from '../provisioning/record.ts';
import type {
  Claim,
  ClaimResult,
  CompleteResult,
  Completion,
  Disappearance,
  FailResult,
  Failure,
  FinishResult,
  Granted,
  NoteResult,
  UsersStore,
} from '../provisioning/users-store.ts';
import { type ConditionalUpdate, type UpdateResult, updateIf } from './conditional-update.ts';
import { expirePointerUpdate, pointUpdate, unpointUpdate } from './pointer-updates.ts';
import { readItem, readPointer, type UsersTable } from './read-item.ts';
import {
  claimUpdate,
  completeUpdate,
  failUpdate,
  finishUpdate,
  forgetTriedUpdate,
  noteBackUpdate,
  noteEmployeeUpdate,
  noteGoneUpdate,
  releaseUpdate,
  reopenUpdate,
  saveSearchUpdate,
} from './transitions.ts';
import { employeePointerOf, type Item, UserItemError, userRecordOf } from './user-item.ts';

const NO_RECORD = { kind: 'refused', record: undefined } as const;
/** Of a person whom HR corrects often, or whose record others fill: 3 KB. */
const MOST_ATTEMPTED_DIGESTS = 50;

/**
 * The users table on DynamoDB: partition key `pk` (string), nothing else. Every transition is one
 * conditional UpdateItem and no read.
 * Its methods throw UserItemError when Joiner did not write the item, and the SDK's error when a call
 * fails for any reason but its condition.
 */
export function createUsersTable(table: UsersTable): UsersStore {
  const write = (update: ConditionalUpdate, signal: AbortSignal) => updateIf(table, update, signal);

  return {
    async claim(claim, signal) {
      const claimToken = randomUUID();
      const result = await write(claimUpdate(claim, claimToken), signal);
      if (claim.place === 'counted-before' && !result.item) return NO_RECORD;
      return boundTried(claimResultOf(result, claimToken), claim, (update) =>
        write(update, signal),
      );
    },

    async complete(completion, signal) {
      return completeResultOf(await write(completeUpdate(completion), signal), completion);
    },

    async finish(granted, signal) {
      return finishResultOf(await write(finishUpdate(granted), signal), granted);
    },

    async fail(failure, signal) {
      return failResultOf(await write(failUpdate(failure), signal), failure);
    },

    async point(pointer, abandoned, signal) {
      const { kind, item } = await write(pointUpdate(pointer, abandoned), signal);
      if (kind === 'written') return { kind: 'pointed' };
      const other = item && employeePointerOf(item);
      if (other === undefined) throw new UserItemError('personKey');
      return { kind: 'refused', pointer: other };
    },

    async unpoint(pointer, signal) {
      await write(unpointUpdate(pointer), signal);
    },

    async expirePointer(expiry, signal) {
      await write(expirePointerUpdate(expiry), signal);
    },

    async release(release, signal) {
      const { kind, item } = await write(releaseUpdate(release), signal);
      return kind === 'written' ? { kind } : { kind, record: recordOf(item) };
    },

    async reopen(claim, gone, signal) {
      const claimToken = randomUUID();
      const result = await write(reopenUpdate(claim, gone, claimToken), signal);
      if (!result.item) return NO_RECORD;
      return claimResultOf(result, claimToken);
    },

    async noteGone(gone, signal) {
      const result = await write(noteGoneUpdate(gone), signal);
      return noteResultOf(result, (record) => isNoteOf(gone, record));
    },

    async noteBack(back, signal) {
      return noteResultOf(await write(noteBackUpdate(back), signal), () => false);
    },

    async noteEmployee(note, signal) {
      return noteResultOf(await write(noteEmployeeUpdate(note), signal), () => false);
    },

    async saveSearch(personKey, attempts, search, signal) {
      const result = await write(saveSearchUpdate(personKey, attempts, search), signal);
      return { kind: result.kind === 'written' ? 'saved' : 'refused' };
    },

    async read(personKey, signal) {
      const item = await readItem(table, personKey, signal);
      return item && userRecordOf(item);
    },

    readPointer: (employeeKey, signal) => readPointer(table, employeeKey, signal),
  };
}

/**
 * Keeps a record below DynamoDB's 400 KB, however many different hires are sent for a person: a claim that finds too
 * many attempted digests leaves its own. An account of an earlier attempt then counts as `existing`. What is lost
 * by a kill in between, the next claim does.
 */
async function boundTried(
  result: ClaimResult,
  { requestedDigest }: Claim,
  write: (update: ConditionalUpdate) => Promise<UpdateResult>,
): Promise<ClaimResult> {
  if (result.kind === 'refused') return result;
  const { personKey, attempts, attemptedDigests } = result.record;
  if (attemptedDigests.size <= MOST_ATTEMPTED_DIGESTS) return result;
  await write(forgetTriedUpdate(personKey, attempts, requestedDigest));
  return { ...result, record: { ...result.record, attemptedDigests: new Set([requestedDigest]) } };
}

/** The SDK may send a write twice: the second recognizes what the first wrote by its claim token. */
function claimResultOf({ kind, item }: UpdateResult, claimToken: string): ClaimResult {
  const record = recordOf(item);
  if (record === undefined)
    throw new Error('DynamoDB refused a claim, but the person has no record.');
  const isOurs = kind === 'written' || item?.['claimToken']?.S === claimToken;
  // Also of a claim that was refused: its first sending may have been written, and another claim since.
  const use = item?.['countedBy']?.S === claimToken && ({ usesPlace: true } as const);
  if (!isOurs) return { kind: 'refused', record, ...use };
  if (record.state !== 'CREATING') throw new UserItemError('state');
  return { kind: 'claimed', record, ...use };
}

function completeResultOf({ kind, item }: UpdateResult, completion: Completion): CompleteResult {
  const record = recordOf(item);
  if (hasAccount(record) && (kind === 'written' || isWriteOf(completion, record)))
    return { kind: 'completed', record };
  if (kind === 'written') throw new UserItemError('state');
  return { kind: 'refused', record };
}

function isWriteOf(completion: Completion, record: AccountRecord): boolean {
  return (
    record.userId === completion.userId &&
    record.outcome === completion.outcome &&
    record.requestKey === completion.requestKey &&
    record.requestedDigest === completion.requestedDigest &&
    record.completedAtMs === completion.completedAtMs
  );
}

/** It does not matter who finished the record of this account. */
function finishResultOf({ kind, item }: UpdateResult, granted: Granted): FinishResult {
  const record = recordOf(item);
  if (record?.state === 'PROVISIONED' && (kind === 'written' || isRecordOf(granted, record)))
    return { kind: 'finished', record };
  if (kind === 'written') throw new UserItemError('state');
  return { kind: 'refused' };
}

function isRecordOf({ userId, completedAtMs }: Granted, record: AccountRecord): boolean {
  return record.userId === userId && record.completedAtMs === completedAtMs;
}

function isNoteOf(gone: Disappearance, record: AccountRecord): boolean {
  return (
    record.userId === gone.userId &&
    record.completedAtMs === gone.completedAtMs &&
    record.goneSeenAtMs === gone.seenAtMs
  );
}

/** @param isWritten whether a refused write finds what its own first sending wrote */
function noteResultOf(
  { kind, item }: UpdateResult,
  isWritten: (record: AccountRecord) => boolean,
): NoteResult {
  const record = recordOf(item);
  if (hasAccount(record) && (kind === 'written' || isWritten(record)))
    return { kind: 'noted', record };
  if (kind === 'written') throw new UserItemError('state');
  return { kind: 'refused', record };
}

function failResultOf({ kind, item }: UpdateResult, failure: Failure): FailResult {
  if (kind === 'written') return { kind };
  const record = recordOf(item);
  const isOurs =
    record?.state === 'FAILED' &&
    record.attempts === failure.attempts &&
    record.reasonCode === failure.reason.code &&
    record.failedAtMs === failure.failedAtMs;
  return isOurs ? { kind: 'written' } : { kind: 'refused', record };
}

function recordOf(item: Item | undefined): UserRecord | undefined {
  return item && userRecordOf(item);
}
