import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalAccountChanges } from '../../local/directories/local-directory.ts';
import { createAudit } from '../../src/audit/audit.ts';
import { newAuditState } from '../../src/audit/audit-state.ts';
import type { DirectoryReader } from '../../src/targets/directory-reader.ts';
import { HOUR_MS } from '../support/bodies/hires.ts';
import { type AuditedStack, startAuditedStack } from '../support/operator/audited-stack.ts';
import { createManualClock } from '../support/time/manual-clock.ts';

const { signal } = new AbortController();
const NAMES = ['grace', 'joan'];

let stack: AuditedStack;
beforeAll(async () => {
  stack = await startAuditedStack('scim');
  await stack.hire(...NAMES);
});
afterAll(() => stack.stop());

/** Audits a directory that answers otherwise in these ways, and takes a step that fails no second time. */
async function auditOf(
  changes: (reader: DirectoryReader) => Partial<DirectoryReader>,
  nowMs = Date.now() + 24 * HOUR_MS,
) {
  const clock = createManualClock(nowMs);
  const deps = await stack.depsAt(clock);
  const state = newAuditState(clock.now());
  const audit = createAudit(state, {
    ...deps,
    reader: { ...deps.reader, ...changes(deps.reader) },
  });
  for (;;) {
    const step = await audit.step(signal);
    if (step.kind === 'waiting') clock.set(step.untilMs);
    if (step.kind === 'done' || step.kind === 'failed') return { state, step };
  }
}

test('a reading whose position is refused begins again, and counts no account twice', async () => {
  let pages = 0;
  const { state, step } = await auditOf((reader) => ({
    async readAccounts(_position, abort) {
      pages += 1;
      if (pages === 2) return { kind: 'position-refused' };
      const page = await reader.readAccounts(undefined, abort);
      return page.kind === 'page' && pages === 1 ? { ...page, next: 'expired' } : page;
    },
  }));

  expect(step).toEqual({ kind: 'done' });
  expect(state).toMatchObject({ counts: { accounts: NAMES.length }, unknown: [], findings: [] });
});

test('a reading whose positions are refused time and again ends the audit', async () => {
  const { step } = await auditOf(() => ({
    readAccounts: async () => ({ kind: 'position-refused' }),
  }));

  expect(step).toEqual({ kind: 'failed', failure: { cause: 'target-unavailable' } });
});

test('an account that was made a moment ago, and that reads do not show yet, is no difference', async () => {
  const { state } = await auditOf(
    () => ({
      readAccounts: async () => ({ kind: 'page', users: [], unreadable: 0, next: undefined }),
    }),
    Date.now(),
  );

  expect(state).toMatchObject({ counts: { checked: NAMES.length, candidates: 0 }, findings: [] });
});

test('a membership that was made a moment ago, and that reads do not show yet, is none either', async () => {
  const { state } = await auditOf(
    () => ({
      readMembers: async () => ({ kind: 'page', userIds: [], isWhole: true, next: undefined }),
    }),
    Date.now(),
  );

  expect(state).toMatchObject({ counts: { candidates: 0 }, findings: [] });
});

test('a group whose members the directory does not show is named, and no finding', async () => {
  const { state } = await auditOf(() => ({
    readMembers: async () => ({ kind: 'page', userIds: [], isWhole: false, next: undefined }),
    isMember: async () => ({ kind: 'hidden' }),
  }));

  const groups = new Set(stack.stack.directory.memberships().map(({ group }) => group));
  expect(state.findings).toEqual([]);
  expect(state.hiddenGroups).toEqual(groups);
});

test('an account that a cut list of members leaves out is asked for by itself', async () => {
  const asked: string[] = [];
  const { state } = await auditOf((reader) => ({
    readMembers: async () => ({ kind: 'page', userIds: [], isWhole: false, next: undefined }),
    async isMember(userId, group, abort) {
      asked.push(userId);
      return reader.isMember?.(userId, group, abort) ?? { kind: 'hidden' };
    },
  }));

  const members = stack.stack.directory.memberships().map(({ userId }) => userId);
  expect(state).toMatchObject({ findings: [], hiddenGroups: new Set() });
  expect(asked.toSorted()).toEqual(members.toSorted());
});

describe('an account on record that is too long to be read', () => {
  const tooLong = `${'x'.repeat(11_000)}@example.com`;
  const unreadable = async () => {
    const { personKey, userId, employeeKey } = await stack.person('grace');
    return { kind: 'account-unreadable', personKey, employeeKey, userIds: [userId] };
  };
  const change = async (name: string, changes: LocalAccountChanges) =>
    stack.stack.directory.updateUser((await stack.person(name)).userId, changes);
  afterEach(async () => {
    await change('grace', { emailAddress: 'grace@example.com' });
    await change('joan', { status: 'ENABLED' });
  });

  test('is a finding, and keeps no other from being found', async () => {
    await change('grace', { emailAddress: tooLong });
    await change('joan', { status: 'DISABLED' });
    const { state, step } = await auditOf(() => ({}));

    const { userId } = await stack.person('joan');
    expect(step).toEqual({ kind: 'done' });
    expect(state.counts).toMatchObject({ unreadable: 1, lookedAgain: 2 });
    expect(state.findings).toHaveLength(2);
    expect(state.findings).toContainEqual(await unreadable());
    expect(state.findings).toContainEqual(
      expect.objectContaining({ kind: 'account-disabled', userIds: [userId] }),
    );
  });

  test('is one finding, where it shares an address and lacks its groups as well', async () => {
    const { address } = await stack.person('joan');
    const { userId } = await stack.person('grace');
    await change('grace', { emailAddress: tooLong });
    const { state, step } = await auditOf((reader) => ({
      async readAccounts(position, abort) {
        const page = await reader.readAccounts(position, abort);
        if (page.kind !== 'page') return page;
        const grace = page.users.map((user) => ({ ...user, userId, emailAddress: address }));
        return { ...page, users: [...page.users, ...grace] };
      },
      readMembers: async () => ({ kind: 'page', userIds: [], isWhole: true, next: undefined }),
    }));

    expect(step).toEqual({ kind: 'done' });
    expect(state.candidates.map(({ about }) => about)).toEqual(
      expect.arrayContaining(['account', 'duplicate', 'group']),
    );
    expect(state.findings).toEqual([await unreadable()]);
  });
});

test('a group that is gone is one finding, however many accounts were in it', async () => {
  const [membership] = stack.stack.directory.memberships();
  const group = membership?.group ?? '';
  stack.stack.directory.removeGroup(group);

  const { report } = await stack.audit();

  expect(report.findings).toEqual([
    expect.objectContaining({
      kind: 'group-gone',
      groups: [group],
      accounts: NAMES.length,
      command: ['doctor'],
    }),
  ]);
});
