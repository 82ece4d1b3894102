import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAudit } from '../../src/audit/audit.ts';
import { type AuditState, newAuditState } from '../../src/audit/audit-state.ts';
import type { AuditDeps } from '../../src/audit/ports.ts';
import { readSaved } from '../../src/audit/read-saved-audit.ts';
import { reportOf } from '../../src/audit/report.ts';
import { savedLines } from '../../src/audit/save-audit.ts';
import type { AuditOf } from '../../src/audit/saved-lines.ts';
import { HOUR_MS } from '../support/bodies/hires.ts';
import { type AuditedStack, startAuditedStack } from '../support/operator/audited-stack.ts';
import { createManualClock, type ManualClock } from '../support/time/manual-clock.ts';

const { signal } = new AbortController();
const OF: AuditOf = { target: 'scim:x', table: 'users', rulesVersion: 'v1', sinceMs: null };
const AUDITED = { ...OF, stack: 'joiner', version: '1' };
const OPTIONS = { namesUnknown: true, showsAddresses: false, written: new Set<string>() };

let stack: AuditedStack;
let clock: ManualClock;
let deps: AuditDeps;
beforeAll(async () => {
  stack = await startAuditedStack('scim');
  await stack.hire('grace', 'joan', 'ada', 'max');
  for (let number = 0; number < 220; number += 1)
    stack.stack.directory.addUser({ emailAddress: `other-${number}@example.com` });
  const { directory } = stack.stack;
  const [joan, ada, max] = [
    await stack.person('joan'),
    await stack.person('ada'),
    await stack.person('max'),
  ];
  directory.updateUser(joan.userId, { status: 'DISABLED' });
  directory.addUser({ emailAddress: 'second@example.com', employeeId: ada.employeeId });
  const [membership] = directory.memberships().filter(({ userId }) => userId === max.userId);
  directory.removeMember(membership?.group ?? '', max.userId);
  clock = createManualClock(Date.now() + 24 * HOUR_MS);
  deps = await stack.depsAt(clock);
});
afterAll(() => stack.stop());

/** Takes steps to the end. With `store`, the audit is stored and read again wherever it has come further. */
async function auditBy(store: boolean) {
  const nowMs = clock.now();
  let state: AuditState = newAuditState(nowMs);
  let audit = createAudit(state, deps);
  const before = stack.stack.directory.calls.length;
  for (;;) {
    const placeBefore = placeOf(state);
    const step = await audit.step(signal);
    if (step.kind === 'waiting') clock.set(step.untilMs);
    if (step.kind === 'failed') throw new Error(step.failure.cause);
    if (step.kind === 'done') {
      const calls = stack.stack.directory.calls.slice(before).map(({ operation }) => operation);
      return { report: reportOf(state, AUDITED, OPTIONS), calls };
    }
    // Within a group it begins with that group again.
    if (!store || placeOf(state) === placeBefore) continue;
    state = await readSaved([...savedLines(state, OF)], OF);
    audit = createAudit(state, deps);
  }
}

const placeOf = ({ phase, position, next }: AuditState) => JSON.stringify([phase, position, next]);

/** What does not depend on when it was. */
const contentOf = ({ report }: Awaited<ReturnType<typeof auditBy>>) => {
  const { startedAt, firstLookEndedAt, endedAt, ...content } = report;
  return content;
};

describe('an audit that is stored time and again, and continued by another process,', () => {
  test('reads nothing twice, and reports what an unbroken one does', async () => {
    const unbroken = await auditBy(false);
    const stored = await auditBy(true);

    expect(stored.calls).toEqual(unbroken.calls);
    expect(contentOf(stored)).toEqual(contentOf(unbroken));
    expect(unbroken.report.findings.map(({ kind }) => kind).toSorted()).toEqual([
      'account-disabled',
      'duplicate-accounts',
      'groups-missing',
    ]);
  });

  test('has no address and no name in what it stores', async () => {
    const state = newAuditState(clock.now());
    const audit = createAudit(state, deps);
    const stored = new Set<string>();
    for (
      let step = await audit.step(signal);
      step.kind !== 'done';
      step = await audit.step(signal)
    ) {
      if (step.kind === 'waiting') clock.set(step.untilMs);
      for (const line of savedLines(state, OF)) stored.add(line);
    }

    expect([...stored].join('\n')).not.toMatch(/@|example|Byron|E-ada/);
    expect(stored.size).toBeGreaterThan(220);
  });
});

describe('a stored audit is refused', () => {
  const saved = () => [...savedLines(newAuditState(0), OF)];
  const refusal = (lines: readonly string[], of = OF) =>
    readSaved([...lines], of).then(
      () => 'read',
      ({ message }: Error) => message,
    );

  test.each([
    ['target', { ...OF, target: 'scim:y' }, 'directory'],
    ['table', { ...OF, table: 'others' }, 'table'],
    ['rules', { ...OF, rulesVersion: 'v2' }, 'version of the rules'],
    ['limit', { ...OF, sinceMs: 1 }, '--since'],
  ])('if it is of another %s', async (_, of, word) => {
    expect(await refusal(saved(), of)).toContain(`of another ${word}`);
  });

  test('if it is cut off, or no audit, or has what no audit stores', async () => {
    const lines = saved();

    expect(await refusal(lines)).toBe('read');
    const withLine = (line: string) => [...lines.slice(0, -1), line, ...lines.slice(-1)];
    for (const bad of [
      lines.slice(0, -1),
      [],
      ['{'],
      ['{}'],
      withLine('["x"]'),
      withLine('["candidate",{"about":"account","personKey":1}]'),
      withLine('["finding",{"kind":"x","userIds":[]}]'),
    ])
      expect(await refusal(bad)).toContain('not a stored audit');
  });
});
