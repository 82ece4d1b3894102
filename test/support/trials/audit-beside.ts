import { startControlPlane } from '../../../local/stack/control-plane/server.ts';
import type { LocalStack } from '../../../local/stack/stack.ts';
import { type Audit, createAudit } from '../../../src/operator/audit/audit.ts';
import { auditOfStack } from '../../../src/operator/audit/audit-of-stack.ts';
import { newAuditState } from '../../../src/operator/audit/audit-state.ts';
import type { AuditDeps, AuditStep } from '../../../src/operator/audit/ports.ts';
import { createClients } from '../../../src/operator/stack/clients.ts';
import { findStack } from '../../../src/operator/stack/stack.ts';
import { HOUR_MS } from '../bodies/hires.ts';
import type { StackUnderFaults } from '../stack/stack-under-faults.ts';
import { createManualClock, type ManualClock } from '../time/manual-clock.ts';

interface Audits<T> {
  readonly result: T;
  /** How many first looks began and ended while the work was under way. */
  readonly beside: number;
  /** What the audits reported, beside the work and of its end. */
  readonly reported: readonly string[];
}

const { signal } = new AbortController();

/**
 * Audits a stack time and again while something is at work in it, and once a day later. The second looks of all of them
 * are at the end: nothing may be left of what they saw.
 */
export async function auditWhile<T>(
  service: StackUnderFaults,
  work: () => Promise<T>,
): Promise<Audits<T>> {
  const stack = asTheFunctionSeesIt(service);
  const controlPlane = await startControlPlane(stack);
  const clients = createClients({
    environment: { ...stack.environment, ...controlPlane.environment },
  });
  try {
    const operated = await findStack(clients, stack.identity.stackName, { isLocal: true });
    const { deps } = await auditOfStack(operated);
    let isAtWork = true;
    const working = work().finally(() => {
      isAtWork = false;
    });
    const firstLooks: Started[] = [];
    while (isAtWork) firstLooks.push(await firstLook(Date.now(), deps));
    const result = await working;
    const atEnd = await firstLook(Date.now() + 24 * HOUR_MS, deps);
    const reports: string[][] = [];
    for (const one of [...firstLooks, atEnd]) reports.push(await secondLook(one));
    return { result, beside: firstLooks.length, reported: reports.flat() };
  } finally {
    clients.destroy();
    await controlPlane.stop();
  }
}

/** The URL of a SCIM server is a part of every key: that of the proxy, whose faults the audit then meets, too. */
function asTheFunctionSeesIt({ stack, proxy }: StackUnderFaults): LocalStack {
  const directory = proxy.intercept('directory', stack.endpoints.directory);
  return { ...stack, endpoints: { ...stack.endpoints, directory } };
}

interface Started {
  readonly audit: Audit;
  readonly clock: ManualClock;
}

async function firstLook(nowMs: number, deps: AuditDeps): Promise<Started> {
  const clock = createManualClock(nowMs);
  const audit = createAudit(newAuditState(nowMs), { ...deps, clock });
  await stepsTo('waiting', audit);
  return { audit, clock };
}

/** The kinds of what it found. */
async function secondLook({ audit, clock }: Started): Promise<string[]> {
  const step = await stepsTo('waiting', audit);
  if (step.kind === 'waiting') clock.set(step.untilMs);
  await stepsTo('done', audit);
  return audit.state.findings.map(({ kind }) => kind);
}

async function stepsTo(kind: 'waiting' | 'done', audit: Audit): Promise<AuditStep> {
  for (;;) {
    const step = await audit.step(signal);
    // A step that failed is taken again.
    if (step.kind === kind || step.kind === 'done') return step;
  }
}
