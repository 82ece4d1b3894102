import {
  type EventSourceMappingConfiguration,
  GetFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { SettingsError } from '../../runtime/setting.ts';
import { findMapping } from '../stack/consumption.ts';
import { pauseText, readPauseNote } from '../stack/pause-note.ts';
import { readStackSettings, type Stack } from '../stack/stack.ts';
import { type Finding, finding, ok, problem, REDEPLOY } from './finding.ts';
import { mappingFindings } from './mapping-findings.ts';

/** Whether the settings of the function are valid, and name the stack's own queues and table. */
export async function checkSettings(stack: Stack): Promise<readonly Finding[]> {
  const check = 'settings';
  const { outputs } = stack;
  try {
    const settings = await readStackSettings(stack);
    const isOwn =
      settings.usersTableName === outputs.UsersTableName &&
      settings.newHireQueueUrl === outputs.NewHireQueueUrl &&
      nameIn(settings.newHireQueueArn, ':') === nameIn(outputs.NewHireQueueUrl, '/') &&
      settings.completionQueueUrl === outputs.CompletionQueueUrl &&
      settings.rejectedQueueUrl === outputs.RejectedQueueUrl &&
      settings.deadLetterQueueUrl === outputs.DeadLetterQueueUrl;
    const found = isOwn
      ? 'are valid, and name the queues and the table of the stack'
      : 'name a queue or a table that is not in the stack';
    return [finding(check, isOwn, found, REDEPLOY)];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return [problem(check, error.message, 'Fix the parameters, and deploy the stack again.')];
  }
}

function nameIn(path: string, separator: string): string | undefined {
  return path.split(separator).at(-1);
}

export async function checkFunctionState({ clients, outputs }: Stack): Promise<readonly Finding[]> {
  const { State, LastUpdateStatus, LastUpdateStatusReason } = await clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: outputs.ProvisionFunctionName }),
  );
  // An idle function is loaded again at the next invocation.
  const isActive = State === 'Active' || State === 'Inactive';
  if (isActive && LastUpdateStatus !== 'Failed') return [ok('function', `is ${State}`)];
  const why = LastUpdateStatusReason ?? 'AWS gives no reason';
  return [problem('function', `is ${State}, last update ${LastUpdateStatus}: ${why}`, REDEPLOY)];
}

/** The event source mapping: whether it is on, takes batch item failures, and leaves no message out. */
export async function checkMapping(stack: Stack): Promise<readonly Finding[]> {
  const mapping = await findMapping(stack);
  const { State = 'unknown' } = mapping;
  const isOn = State === 'Enabled' || State === 'Enabling';
  // A note about consumption that is on is left of a pause that another program ended.
  const whoPaused = isOn ? '' : await whoPausedText(stack, mapping);
  return [
    finding('consumption', isOn, `is ${State}${whoPaused}`, 'Start it: joiner resume.'),
    ...mappingFindings([mapping], {
      partialCheck: 'partial-batch-response',
      filterCheck: 'message-filter',
      what: 'hire',
    }),
  ];
}

async function whoPausedText(
  stack: Stack,
  mapping: EventSourceMappingConfiguration,
): Promise<string> {
  try {
    const note = await readPauseNote(stack, mapping);
    return note ? `, ${pauseText(note, mapping)}` : '; no note says who stopped it';
  } catch (error) {
    return `; the note of who paused it cannot be read (${(error as Error).name})`;
  }
}
