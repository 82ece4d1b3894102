import { readNote } from '../../audit/nightly/note.ts';
import { createAuditBucket } from '../../aws/audit-bucket.ts';
import type { Stack } from '../stack/stack.ts';
import { type Finding, finding, ok } from './finding.ts';

const CHECK = 'nightly-audit';

/** What the last complete audit of the stack's schedule has found. Whether one is overdue, its alarm says. */
export async function checkNightlyAudit(
  { clients, outputs }: Stack,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { AuditBucketName: bucketName } = outputs;
  if (bucketName === undefined) return [];
  const note = await createAuditBucket({ client: clients.s3, bucketName }).readNote(signal);
  const last = note && readNote(note.text).last;
  if (last === undefined) return [ok(CHECK, 'no nightly audit is complete yet')];
  const { endedAtMs, findings, reportKey } = last;
  const ended = `the last one ended at ${new Date(endedAtMs).toISOString()}`;
  return [
    finding(
      CHECK,
      findings === 0,
      `${ended}, with ${findings === 1 ? '1 finding' : `${findings} findings`}`,
      `Read its report, s3://${bucketName}/${reportKey} (docs/runbook.md, "Audit findings").`,
    ),
  ];
}
