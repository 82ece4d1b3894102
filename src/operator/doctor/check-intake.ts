import {
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import type { FileProgress } from '../../intake/file-progress.ts';
import { durationText } from '../duration.ts';
import type { FoundFiles } from '../intake/find-files.ts';
import type { Stack } from '../stack/stack.ts';
import { type Finding, finding, ok, problem, REDEPLOY } from './finding.ts';
import { mappingFindings } from './mapping-findings.ts';

/** A file is saved every 1,000 records, and its message is tried again after half an hour. */
const STUCK_AFTER_MS = 2 * 3_600_000;

/** The function of the intake, and what feeds it: raw records, and files. Nothing of a stack without sources. */
export async function checkIntakeFunction({
  clients,
  outputs,
}: Stack): Promise<readonly Finding[]> {
  const { IntakeFunctionName: FunctionName } = outputs;
  if (FunctionName === undefined) return [];
  const [{ State, LastUpdateStatus }, { EventSourceMappings = [] }] = await Promise.all([
    clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    clients.lambda.send(new ListEventSourceMappingsCommand({ FunctionName })),
  ]);
  const isActive = (State === 'Active' || State === 'Inactive') && LastUpdateStatus !== 'Failed';
  const off = EventSourceMappings.filter(
    (mapping) => mapping.State !== 'Enabled' && mapping.State !== 'Enabling',
  );
  const isFed = EventSourceMappings.length === 2 && off.length === 0;
  return [
    finding('intake-function', isActive, `is ${State}, last update ${LastUpdateStatus}`, REDEPLOY),
    finding(
      'intake-consumption',
      isFed,
      `${EventSourceMappings.length - off.length} of its 2 queues are consumed`,
      'Enable its event source mappings, or deploy the stack again.',
    ),
    ...mappingFindings(EventSourceMappings, {
      partialCheck: 'intake-partial-batch-response',
      filterCheck: 'intake-message-filter',
      what: 'record or file',
    }),
  ];
}

/** Whether a file waits for an operator, or does not advance. */
export async function checkIntakeFiles(
  { outputs }: Stack,
  findFiles: () => Promise<FoundFiles>,
  nowMs: number,
): Promise<readonly Finding[]> {
  const check = 'intake-files';
  if (outputs.IntakeTableName === undefined) return [];
  const { files, broken } = await findFiles();
  const [waiting, open] = [
    files.filter(({ state }) => state === 'waiting'),
    files.filter(({ state }) => state !== 'waiting' && state !== 'done'),
  ];
  const stuck = open.filter(({ updatedAtMs }) => nowMs - updatedAtMs > STUCK_AFTER_MS);
  if (waiting.length > 0)
    return [
      problem(
        check,
        `${countText(waiting)} for an approval, the first for ${ageText(waiting, nowMs)}`,
        'joiner intake list --state waiting',
      ),
    ];
  if (stuck.length > 0)
    return [
      problem(
        check,
        `${stuck.length} not done, without progress for ${ageText(stuck, nowMs)}`,
        'Read the log of the intake; a message in the dead-letter queue is sent again by joiner failed replay.',
      ),
    ];
  if (broken.length > 0)
    return [problem(check, `${broken.length} cannot be read`, 'joiner intake list names them.')];
  return [ok(check, open.length === 0 ? 'none waits' : `${open.length} on their way`)];
}

function countText({ length }: readonly FileProgress[]): string {
  return length === 1 ? '1 file waits' : `${length} files wait`;
}

function ageText(files: readonly FileProgress[], nowMs: number): string {
  const sinceMs = files.reduce((oldest, { updatedAtMs }) => Math.min(oldest, updatedAtMs), nowMs);
  return durationText(nowMs - sinceMs);
}
