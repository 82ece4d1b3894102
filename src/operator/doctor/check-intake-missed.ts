import { durationText } from '../duration.ts';
import type { FoundFiles } from '../intake/find-files.ts';
import { findMissed, type MissedObjects } from '../intake/find-missed.ts';
import { MISSED_REMEDY } from '../intake/missed-remedy.ts';
import { queueDepth } from '../stack/queue-depth.ts';
import type { Stack } from '../stack/stack.ts';
import { type Finding, ok, problem } from './finding.ts';

const REMEDY = `joiner intake list --missed names them. ${MISSED_REMEDY}`;

/**
 * Whether objects lie in the bucket that the intake does not know: S3's notification was lost, or removed from its
 * queue. Names no object, as what doctor prints may be kept in the log of a deployment.
 */
export async function checkIntakeMissed(
  stack: Stack,
  findFiles: () => Promise<FoundFiles>,
  options: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<readonly Finding[]> {
  const check = 'intake-missed';
  const { IntakeBucketName, IntakeFilesQueueUrl } = stack.outputs;
  if (IntakeBucketName === undefined || IntakeFilesQueueUrl === undefined) return [];
  const found = await findMissed(stack, async () => (await findFiles()).files, options);
  const { missed } = found;
  const [first] = missed;
  if (first === undefined) return [ok(check, `none of ${checkedText(found)}`)];
  const { waiting, inFlight, delayed } = await queueDepth(stack.clients.sqs, IntakeFilesQueueUrl);
  const notifications = waiting + inFlight + delayed;
  if (notifications >= missed.length)
    return [ok(check, `${missed.length} not begun, and ${notifications} notifications wait`)];
  const age = durationText(options.nowMs - first.putAtMs);
  const text = `${missed.length} not known to the intake, the first for ${age}, of ${checkedText(found)}`;
  return [problem(check, text, REMEDY)];
}

function checkedText({ checked, isCutOff }: MissedObjects): string {
  if (isCutOff)
    return `the first ${checked} versions of objects; the bucket has more, which are not checked`;
  return checked === 1 ? '1 version of an object' : `${checked} versions of objects`;
}
