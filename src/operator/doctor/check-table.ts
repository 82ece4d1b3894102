import { DescribeContinuousBackupsCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { Stack } from '../stack/stack.ts';
import { type Finding, finding, notChecked, REDEPLOY } from './finding.ts';

export async function checkTable({
  clients,
  outputs,
  isLocal,
}: Stack): Promise<readonly Finding[]> {
  const { Table } = await clients.dynamoDb.send(
    new DescribeTableCommand({ TableName: outputs.UsersTableName }),
  );
  const { TableStatus = 'unknown', SSEDescription, DeletionProtectionEnabled } = Table ?? {};
  const state = finding('table', TableStatus === 'ACTIVE', `is ${TableStatus}`, REDEPLOY);
  if (isLocal)
    return [
      state,
      notChecked('table-encryption', 'nothing is encrypted on a local stack'),
      notChecked('table-deletion-protection', 'a local stack has no deletion protection'),
    ];
  const isEncrypted = SSEDescription?.Status === 'ENABLED';
  const isProtected = DeletionProtectionEnabled === true;
  return [
    state,
    finding(
      'table-encryption',
      isEncrypted,
      isEncrypted ? `with ${SSEDescription.SSEType}` : 'only with the key that AWS owns',
      REDEPLOY,
    ),
    finding('table-deletion-protection', isProtected, isProtected ? 'is on' : 'is off', REDEPLOY),
  ];
}

/** Whether the table can be restored to any second of the last days. */
export async function checkRecovery({
  clients,
  outputs,
  isLocal,
}: Stack): Promise<readonly Finding[]> {
  const check = 'point-in-time-recovery';
  if (isLocal) return [notChecked(check, 'there are no backups on a local stack')];
  const { ContinuousBackupsDescription } = await clients.dynamoDb.send(
    new DescribeContinuousBackupsCommand({ TableName: outputs.UsersTableName }),
  );
  const status =
    ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  return [finding(check, status === 'ENABLED', `is ${status ?? 'unknown'}`, REDEPLOY)];
}
