import type { StackUnderFaults } from '../stack/stack-under-faults.ts';
import type { FirstLook } from './auditor.ts';
import { startStackAuditor } from './stack-auditor.ts';

interface Audits<T> {
  readonly result: T;
  /** How many first looks began and ended while the work was under way. */
  readonly beside: number;
  /** What the audits reported, beside the work and of its end. */
  readonly reported: readonly string[];
}

/**
 * Audits a stack time and again while something is at work in it, and once long after. The second looks of all of them
 * are at the end: nothing may be left of what they saw.
 */
export async function auditWhile<T>(
  service: StackUnderFaults,
  work: () => Promise<T>,
): Promise<Audits<T>> {
  const auditor = await startStackAuditor(service);
  try {
    let isAtWork = true;
    const working = work().finally(() => {
      isAtWork = false;
    });
    const firstLooks: FirstLook[] = [];
    while (isAtWork) firstLooks.push(await auditor.firstLook(Date.now()));
    const result = await working;
    const reports: (readonly string[])[] = [await auditor.audit(Date.now())];
    for (const { secondLook } of firstLooks) reports.push(await secondLook());
    return { result, beside: firstLooks.length, reported: reports.flat() };
  } finally {
    await auditor.stop();
  }
}
