import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { measuredOf } from '../../../src/audit/nightly/metrics.ts';
import { type NightlyDeps, runNightly } from '../../../src/audit/nightly/run-nightly.ts';
import type { AuditBucket } from '../../../src/aws/audit-bucket.ts';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';
import { MINUTE_MS } from '../../support/bodies/hires.ts';
import { digestsFor } from '../../support/engine/digests.ts';
import type { WatchedMetric } from '../watched-metrics.ts';

const OF_JOINER = { service: 'joiner', stage: 'local' };
const CONTINUE_EVERY_MINUTES = 15;
const DAY_MINUTES = 24 * 60;
/** Of the day. */
const BEGINS_AT_MINUTE = 120;
const TIMEOUT_MINUTES = 10;

/** How the nightly audit stands; a story changes it. */
export interface AuditModelState {
  condition: 'works' | 'fails' | 'stopped';
  directory: 'answers' | 'denies';
  /** Whether one person has two accounts. */
  hasTwins: boolean;
}

/** The rules that start the audit, Lambda, and the real audit behind them, of a directory of two accounts. */
export function createAuditModel(measure: (metric: WatchedMetric, value: number) => void) {
  const state: AuditModelState = { condition: 'works', directory: 'answers', hasTwins: false };
  const { signal } = new AbortController();
  const measureOwn = (name: string, value: number) =>
    measure({ namespace: 'Joiner', name, dimensions: OF_JOINER }, value);
  let ids = 0;
  let nowMs = 0;
  const deps: NightlyDeps = {
    bucket: bucketInMemory(),
    audit: {
      table: { client: EMPTY_TABLE, tableName: 'users' },
      target: {
        id: 'finspace:x',
        readLagMs: 0,
        tokenLifeMs: 10 * MINUTE_MS,
        get: async (userId) => ({ kind: 'present', user: userOf(userId, state) }),
      },
      reader: {
        readAccounts: async () =>
          state.directory === 'denies'
            ? { kind: 'failed', failure: { cause: 'target-denied-access' } }
            : { kind: 'page', users: usersOf(state), unreadable: 0, next: undefined },
        readMembers: async () => ({ kind: 'gone' }),
      },
      digests: digestsFor('finspace:x'),
      clock: { now: () => nowMs },
      ruleGroups: [],
    },
    audited: { stack: 's', target: 'finspace:x', table: 't', rulesVersion: 'none', version: '1' },
    newId() {
      ids += 1;
      return String(ids);
    },
    pause: async () => {},
    onAge: (ms) => measureOwn('Audit:age', ms / 1_000),
    onReport({ report }) {
      for (const [name, value] of measuredOf(report)) measureOwn(name, value);
    },
  };

  return {
    state,
    async runIfTime(minute: number, atMs: number): Promise<void> {
      if (state.condition !== 'works' || minute % CONTINUE_EVERY_MINUTES !== 0) return;
      nowMs = atMs;
      const asked = minute % DAY_MINUTES === BEGINS_AT_MINUTE ? 'begin' : 'continue';
      const endsAtMs = atMs + TIMEOUT_MINUTES * MINUTE_MS;
      await runNightly({ asked, endsAtMs, reading: signal, calls: signal }, deps);
    },
  };
}

const EMPTY_TABLE = { send: async () => ({ Items: [] }) } as unknown as DynamoDBClient;

function usersOf(state: AuditModelState): readonly DirectoryUser[] {
  return ['1', '2'].map((userId) => userOf(userId, state));
}

function userOf(userId: string, { hasTwins }: AuditModelState): DirectoryUser {
  const emailAddress = hasTwins ? 'ada@example.com' : `person.${userId}@example.com`;
  return { userId, emailAddress, type: 'APP_USER', status: 'ENABLED', apiAccess: 'DISABLED' };
}

/** One writer at a time, as the model runs one. */
function bucketInMemory(): AuditBucket {
  const objects = new Map<string, readonly string[]>();
  let note: { text: string; eTag: string } | undefined;
  return {
    readNote: async () => note,
    async writeNote(text) {
      note = { text, eTag: text };
      return { kind: 'written', eTag: text };
    },
    writeLines: async (key, lines) => void objects.set(key, [...lines]),
    readLines: async (key) => objects.get(key) ?? [],
    writeOnce: async () => {},
  };
}
