import type { Claim, Completion, Failure, UsersStore } from '../../src/provisioning/ports.ts';
import type {
  CreatingRecord,
  ProvisionedRecord,
  SearchProgress,
  UserRecord,
} from '../../src/provisioning/record.ts';

const LONGEST_LEASE_MS = 16 * 60_000;

/** The conditions of the store that a mutation takes out, to see whether the search misses them. */
export interface StoreRules {
  readonly completeNeedsNoUserId: boolean;
  readonly failNeedsItsAttempt: boolean;
  readonly claimNeedsLeaseOver: boolean;
}

export const ALL_STORE_RULES: StoreRules = {
  completeNeedsNoUserId: true,
  failNeedsItsAttempt: true,
  claimNeedsLeaseOver: true,
};

export type MemoryStore = UsersStore & { readonly records: ReadonlyMap<string, UserRecord> };

/** The users table in memory: each method one atomic step, held to the same suite of behaviours. */
export function createMemoryStore(rules: StoreRules = ALL_STORE_RULES): MemoryStore {
  const records = new Map<string, UserRecord>();

  const write = <R extends UserRecord>(record: R): R => {
    records.set(record.personKey, record);
    return record;
  };

  return {
    records,

    async claim(claim) {
      const before = records.get(claim.personKey);
      if (before && !mayClaim(before, claim, rules)) return { kind: 'refused', record: before };
      return { kind: 'claimed', record: write(claimed(before, claim)) };
    },

    async complete(completion) {
      const before = records.get(completion.personKey);
      const isOpen = before?.state === 'CREATING' || before?.state === 'FAILED';
      const mayOverwrite = !rules.completeNeedsNoUserId && before !== undefined;
      if (!before || !(isOpen || mayOverwrite)) return { kind: 'refused', record: before };
      return { kind: 'completed', record: write(completed(before, completion)) };
    },

    async fail(failure) {
      const before = records.get(failure.personKey);
      if (before?.state !== 'CREATING') return { kind: 'refused', record: before };
      if (rules.failNeedsItsAttempt && before.attempts !== failure.attempts)
        return { kind: 'refused', record: before };
      write(failed(before, failure));
      return { kind: 'failed' };
    },

    async reopen(claim, goneUserId) {
      const before = records.get(claim.personKey);
      if (!before) throw new Error('A record that was read is gone.');
      if (before.state !== 'PROVISIONED' || before.userId !== goneUserId)
        return { kind: 'refused', record: before };
      const { search, ...kept } = claimed(before, claim);
      const triedDigests = new Set([claim.askedDigest]);
      const record = { ...kept, firstAttemptAtMs: claim.nowMs, triedDigests };
      return { kind: 'claimed', record: write(record) };
    },

    async saveSearch(personKey: string, attempts: number, search: SearchProgress) {
      const before = records.get(personKey);
      if (before?.state !== 'CREATING' || before.attempts !== attempts) return { kind: 'refused' };
      write({ ...before, search });
      return { kind: 'saved' };
    },

    read: async (personKey) => records.get(personKey),
  };
}

function mayClaim(before: UserRecord, claim: Claim, rules: StoreRules): boolean {
  const differ =
    before.employeeId !== undefined &&
    claim.employeeId !== undefined &&
    before.employeeId !== claim.employeeId;
  if (differ) return false;
  const isOwn = before.messageId === claim.messageId;
  if (before.state === 'FAILED') return !isOwn;
  if (before.state !== 'CREATING') return false;
  const isOver =
    before.leaseUntilMs <= claim.nowMs || before.leaseUntilMs > claim.nowMs + LONGEST_LEASE_MS;
  return isOver || (claim.reclaimOwn && isOwn) || !rules.claimNeedsLeaseOver;
}

function claimed(before: UserRecord | undefined, claim: Claim): CreatingRecord {
  const employeeId = claim.employeeId ?? before?.employeeId;
  return {
    state: 'CREATING',
    personKey: claim.personKey,
    attempts: (before?.attempts ?? 0) + 1,
    firstAttemptAtMs: before?.firstAttemptAtMs ?? claim.nowMs,
    requestKey: claim.requestKey,
    requestId: claim.requestId,
    messageId: claim.messageId,
    triedDigests: new Set([...(before?.triedDigests ?? []), claim.askedDigest]),
    leaseUntilMs: claim.leaseUntilMs,
    ...(employeeId !== undefined && { employeeId }),
    ...(before?.search && { search: before.search }),
  };
}

function completed(before: UserRecord, completion: Completion): ProvisionedRecord {
  const { personKey, attempts, firstAttemptAtMs, messageId, triedDigests } = before;
  const employeeId = completion.employeeId ?? before.employeeId;
  return {
    state: 'PROVISIONED',
    ...{ personKey, attempts, firstAttemptAtMs, messageId, triedDigests },
    ...{ requestKey: completion.requestKey, requestId: completion.requestId },
    ...{ userId: completion.userId, outcome: completion.outcome },
    ...{ askedDigest: completion.askedDigest, actualDigest: completion.actualDigest },
    completedAtMs: completion.completedAtMs,
    ...(employeeId !== undefined && { employeeId }),
  };
}

function failed(before: CreatingRecord, { reason, failedAtMs }: Failure): UserRecord {
  const { leaseUntilMs, search, ...kept } = before;
  return { ...kept, state: 'FAILED', reasonCode: reason.code, reason: reason.message, failedAtMs };
}
