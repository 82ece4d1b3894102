import type { Finding } from '../../audit/finding.ts';
import type { AuditDeps } from '../../audit/ports.ts';
import { takeReassignStep } from '../../aws/reassign-record.ts';
import { createUsersTable } from '../../aws/users-table.ts';
import { hasAccount } from '../../provisioning/has-account.ts';
import { BY_DUPLICATE, pointerTo } from '../../provisioning/requests.ts';

/** A finding whose pointer can be written. */
export type MissingPointer = Finding & {
  readonly personKey: string;
  readonly employeeKey: string;
};

export function missingPointers(findings: readonly Finding[]): readonly MissingPointer[] {
  return findings.filter(
    (finding): finding is MissingPointer =>
      finding.kind === 'pointer-missing' &&
      finding.personKey !== undefined &&
      finding.employeeKey !== undefined,
  );
}

/**
 * Points an employee id to the record that holds it, if it points to no one: the conditional write of `joiner reassign`.
 * @returns whether it points there now; not where the record, or the pointer, has changed since
 * @throws UserItemError when Joiner did not write the record, and the SDK's error when a call fails
 */
export async function writePointer(
  { personKey, employeeKey }: MissingPointer,
  { table, clock }: Pick<AuditDeps, 'table' | 'clock'>,
  signal: AbortSignal,
): Promise<boolean> {
  const record = await createUsersTable(table).read(personKey, signal);
  if (!hasAccount(record) || record.employeeKey !== employeeKey) return false;
  const pointer = { ...pointerTo(record, employeeKey, BY_DUPLICATE), pointedAtMs: clock.now() };
  return (await takeReassignStep(table, { kind: 'point', pointer }, signal)) === 'written';
}
