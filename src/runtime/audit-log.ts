import type { Logger } from '@aws-lambda-powertools/logger';
import { foundIn } from '../audit/nightly/metrics.ts';
import type { NightlyEnd, StoredReport } from '../audit/nightly/run-nightly.ts';
import { safeErrorFields } from '../sqs/log-result.ts';

/** Counts and kinds. People and accounts are in the report only. */
export function logReport({ report, key, sha256 }: StoredReport, logger: Logger): void {
  const { counts, findings } = report;
  const found = foundIn(findings);
  const facts = { findings: findings.length, found, counts, report: key, sha256 };
  if (findings.length === 0) logger.info('audited, nothing found', facts);
  else logger.warn('audited, with findings', facts);
}

/** A run that has nothing to do logs nothing: there is one every 15 minutes. */
export function logEnd(end: NightlyEnd, logger: Logger): void {
  if (end.kind === 'lost') logger.info('another run audits');
  if (end.kind !== 'saved') return;
  const { why, state } = end;
  const facts = { phase: state.phase, counts: state.counts };
  if (why.kind === 'failed') {
    const { cause, error } = why.failure;
    const fields = { ...facts, cause, error: safeErrorFields(error) };
    logger.warn('audit saved, as the directory could not be read', fields);
  } else if (why.kind === 'broken') {
    const fields = { ...facts, error: safeErrorFields(why.error) };
    logger.error('audit saved, as the users table could not be read', fields);
  } else logger.info('audit saved', { ...facts, why: why.kind });
}
