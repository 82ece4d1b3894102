import type { Finding } from '../../audit/finding.ts';
import type { AuditDeps } from '../../audit/ports.ts';
import { missingPointers, writePointer } from '../audit/write-pointers.ts';
import { recordChanges } from '../changes/record-change.ts';
import { callerArn } from '../stack/caller-arn.ts';
import { counted } from './format.ts';
import type { CommandContext } from './on-stack.ts';

interface Asked {
  readonly why: string;
  readonly yes: boolean;
}

/**
 * Writes the pointers that are missing, once it is confirmed. Each is a change by an operator, and logged.
 * @returns the keys of the employee ids that point to their records now
 */
export async function writePointers(
  findings: readonly Finding[],
  { why, yes }: Asked,
  deps: AuditDeps,
  { stack, terminal, signal }: CommandContext,
): Promise<ReadonlySet<string>> {
  const missing = missingPointers(findings);
  const written = new Set<string>();
  if (missing.length === 0 || signal.aborted) return written;
  const by = await callerArn(stack);
  if (!(await terminal.confirm(`Write ${counted(missing.length, 'pointer')}, as ${by}?`, yes)))
    return written;
  for (const pointer of missing) {
    const { personKey, employeeKey } = pointer;
    const change = { command: 'audit', personKey, employeeKey, why };
    const isWritten = await recordChanges(
      stack,
      [change],
      () => writePointer(pointer, deps, signal),
      (made) => made,
    );
    if (isWritten) written.add(employeeKey);
  }
  return written;
}
