import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { createAudit } from '../../src/audit/audit.ts';
import { type AuditState, newAuditState, type Phase } from '../../src/audit/audit-state.ts';
import {
  type AuditedStack,
  itemsOf,
  startAuditedStack,
} from '../support/operator/audited-stack.ts';
import { createManualClock } from '../support/time/manual-clock.ts';
import { until } from '../support/time/until.ts';

const { signal } = new AbortController();
const PHASES: readonly Phase[] = ['table', 'directory', 'groups'];

describe.each(TARGETS)('an audit beside a hire, in a stack that is packaged for %s,', (target) => {
  let stack: AuditedStack;
  beforeAll(async () => {
    stack = await startAuditedStack(target);
    await stack.hire('grace');
  });
  afterAll(() => stack.stop());

  /** Takes steps until a phase begins. */
  async function auditTo(phase: Phase, state: AuditState, audit: ReturnType<typeof createAudit>) {
    while (state.phase !== phase && state.phase !== 'done') {
      const { kind } = await audit.step(signal);
      if (kind === 'waiting' || kind === 'failed') throw new Error(`It is ${kind}.`);
    }
  }

  test.each(PHASES)('reports nothing if all of it happens before its phase "%s"', async (phase) => {
    const clock = createManualClock(Date.now());
    const state = newAuditState(clock.now());
    const audit = createAudit(state, await stack.depsAt(clock));
    await auditTo(phase, state, audit);

    await stack.hire(`before-${phase}`);
    await auditTo('done', state, audit);

    expect(state).toMatchObject({ findings: [], candidates: [], unknown: [] });
  });

  test.each(PHASES)('reports nothing if the account is made at its phase "%s"', async (phase) => {
    const name = `during-${phase}`;
    const { personKey } = await stack.person(name);
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    stack.stack.directory.onRequest(async (operation, when) => {
      if (operation === 'CreateUser' && when === 'before') await held;
    });
    const hired = stack.hire(name);
    await until(
      () => itemsOf(stack),
      (items) => items.some(({ pk }) => pk?.S === personKey),
    );
    const clock = createManualClock(Date.now());
    const state = newAuditState(clock.now());
    const audit = createAudit(state, await stack.depsAt(clock));
    await auditTo(phase, state, audit);

    release();
    await hired;
    stack.stack.directory.onRequest(() => {});
    await auditTo('done', state, audit);

    expect(state).toMatchObject({ findings: [], candidates: [], unknown: [] });
  });

  test('reports nothing of an account that someone has seen gone', async () => {
    const { personKey, userId } = await stack.person('grace');
    await stack.changeItem(personKey, 'SET goneSeenAt = :now', {
      ':now': { N: String(Date.now()) },
    });
    stack.stack.directory.removeUser(userId);

    const { report, hasWaited } = await stack.audit();

    expect(hasWaited).toBe(false);
    expect(report).toMatchObject({ findings: [], counts: { goneNoted: 1 } });
  });
});
