import type { AuditDeps } from '../../audit/ports.ts';
import type { Audited } from '../../audit/report.ts';
import { deployedRulesOf } from '../stack/deployed-rules.ts';
import { readDigests, readStackSettings, type Stack, usersTableOf } from '../stack/stack.ts';
import { version } from '../version.ts';

/** What an audit of a deployed stack reads, and what its report says of that. */
export interface AuditOfStack {
  readonly deps: AuditDeps;
  readonly audited: Audited;
}

/** @throws {UnreachableError} or as the function would, where the stack's settings cannot be read */
export async function auditOfStack(stack: Stack): Promise<AuditOfStack> {
  const [{ target, reader }, digests] = await Promise.all([
    readStackSettings(stack),
    readDigests(stack),
  ]);
  const rules = deployedRulesOf(stack);
  const table = usersTableOf(stack);
  return {
    deps: {
      table,
      target,
      reader,
      digests,
      // AWS's clock, by the client that has found the stack: no other one has had a response yet.
      clock: { now: () => Date.now() + stack.clients.cloudFormation.config.systemClockOffset },
      ruleGroups: rules.kind === 'rules' ? rules.groups : [],
    },
    audited: {
      stack: stack.name,
      target: target.id,
      table: table.tableName,
      rulesVersion: rules.kind === 'rules' ? rules.version : rules.kind,
      version,
    },
  };
}
