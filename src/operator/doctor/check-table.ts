import { DescribeContinuousBackupsCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { Stack } from '../stack/stack.ts';
import { type Finding, finding, notChecked, REDEPLOY } from './finding.ts';

/** How findings name a table of the stack, and the output that has its name. */
interface CheckedTable {
  readonly check: 'table' | 'scheduled-table' | 'intake-table';
  readonly recoveryCheck: string;
  readonly output: 'UsersTableName' | 'ScheduledHiresTableName' | 'IntakeTableName';
}

export const USERS_TABLE: CheckedTable = {
  check: 'table',
  recoveryCheck: 'point-in-time-recovery',
  output: 'UsersTableName',
};

export const SCHEDULED_TABLE: CheckedTable = {
  check: 'scheduled-table',
  recoveryCheck: 'scheduled-table-point-in-time-recovery',
  output: 'ScheduledHiresTableName',
};

/** Only a stack with sources has it. */
export const INTAKE_TABLE: CheckedTable = {
  check: 'intake-table',
  recoveryCheck: 'intake-table-point-in-time-recovery',
  output: 'IntakeTableName',
};

export async function checkTable(
  { clients, outputs, isLocal }: Stack,
  { check, output }: CheckedTable,
): Promise<readonly Finding[]> {
  const TableName = outputs[output];
  if (TableName === undefined) return [];
  const { Table } = await clients.dynamoDb.send(new DescribeTableCommand({ TableName }));
  const { TableStatus = 'unknown', SSEDescription, DeletionProtectionEnabled } = Table ?? {};
  const state = finding(check, TableStatus === 'ACTIVE', `is ${TableStatus}`, REDEPLOY);
  if (isLocal)
    return [
      state,
      notChecked(`${check}-encryption`, 'nothing is encrypted on a local stack'),
      notChecked(`${check}-deletion-protection`, 'a local stack has no deletion protection'),
    ];
  const isEncrypted = SSEDescription?.Status === 'ENABLED';
  const isProtected = DeletionProtectionEnabled === true;
  return [
    state,
    finding(
      `${check}-encryption`,
      isEncrypted,
      isEncrypted ? `with ${SSEDescription.SSEType}` : 'only with the key that AWS owns',
      REDEPLOY,
    ),
    finding(
      `${check}-deletion-protection`,
      isProtected,
      isProtected ? 'is on' : 'is off',
      REDEPLOY,
    ),
  ];
}

/** Whether the table can be restored to any second of the last days. */
export async function checkRecovery(
  { clients, outputs, isLocal }: Stack,
  { recoveryCheck: check, output }: CheckedTable,
): Promise<readonly Finding[]> {
  const TableName = outputs[output];
  if (TableName === undefined) return [];
  if (isLocal) return [notChecked(check, 'there are no backups on a local stack')];
  const { ContinuousBackupsDescription } = await clients.dynamoDb.send(
    new DescribeContinuousBackupsCommand({ TableName }),
  );
  const status =
    ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  return [finding(check, status === 'ENABLED', `is ${status ?? 'unknown'}`, REDEPLOY)];
}
