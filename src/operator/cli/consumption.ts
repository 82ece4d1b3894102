import { InvalidArgumentError } from 'commander';
import { callerArn } from '../failed/drop.ts';
import { findMapping, setConsumption } from '../stack/consumption.ts';
import {
  MAX_TAG_LENGTH,
  type PauseNote,
  pauseText,
  readPauseNote,
  removePauseNote,
  toTag,
  writePauseNote,
} from '../stack/pause-note.ts';
import { queueDepth } from '../stack/queue-depth.ts';
import type { Stack } from '../stack/stack.ts';
import { pauseFor } from './abortable-sleep.ts';
import { exitCode } from './exit-code.ts';
import { counted } from './format.ts';
import { type CommandContext, onStack, stackCommand } from './on-stack.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

const JSON_SHAPE =
  '{ consumption: "on" | "off", newHireQueue: { waiting, inFlight, delayed }, paused?: { by, at, why? } }';

interface Options {
  readonly yes?: true;
  readonly why?: string;
}

export const pauseCommand = stackCommand({
  name: 'pause',
  summary: 'Stops consumption: new hires wait in their queue until `resume`.',
  examples: ['pause --stack joiner-prod --why "directory is down, INC-4711"'],
  json: JSON_SHAPE,
  exits: '0 the change has taken effect, 1 nothing is changed',
})
  .option('--why <text>', 'for the next operator: `doctor` and `resume` show it', whyOption)
  .option('-y, --yes', 'does not ask for confirmation')
  .action(() => onStack(pauseCommand.opts(), (ctx) => turn(false, pauseCommand.opts(), ctx)));

export const resumeCommand = stackCommand({
  name: 'resume',
  summary: 'Starts consumption again, after showing who stopped it, when and why.',
  examples: ['resume --stack joiner-prod --yes'],
  json: JSON_SHAPE,
  exits: '0 the change has taken effect, 1 nothing is changed',
})
  .option('-y, --yes', 'does not ask for confirmation')
  .action(() => onStack(resumeCommand.opts(), (ctx) => turn(true, resumeCommand.opts(), ctx)));

async function turn(
  on: boolean,
  { yes, why }: Options,
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
  terminal.assertCanConfirm(yes === true);
  const mapping = await findMapping(stack);
  const wasOff = mapping.State === 'Disabled' || mapping.State === 'Disabling';
  // A note about consumption that is on is left from a pause that another program ended.
  const noteBefore = wasOff ? await orNote(terminal, readPauseNote(stack, mapping)) : undefined;
  const before = await queueDepth(stack.clients.sqs, stack.outputs.NewHireQueueUrl);
  if (noteBefore) terminal.print(`Consumption was ${printable(pauseText(noteBefore))}.`);
  terminal.print(
    `${counted(before.waiting, 'message')} waiting, ${before.inFlight} in flight or waiting for a retry.`,
  );
  const question = on ? `Start ${stack.name}?` : `Stop ${stack.name}? New hires will wait.`;
  if (!(await terminal.confirm(question, yes === true))) {
    terminal.note('Nothing is changed.');
    return exitCode.problem;
  }
  await terminal.progress(on ? 'Start consumption' : 'Stop consumption', (show) =>
    setConsumption(stack, on, { signal, pause: pauseFor(signal), onState: show }),
  );
  const keepsNote = on || (why === undefined && noteBefore !== undefined);
  const paused = keepsNote ? noteBefore : await orNote(terminal, newNote(stack, why));
  // Consumption has changed, whether or not the note can be kept.
  if (!on && paused) await orNote(terminal, writePauseNote(stack, mapping, paused));
  if (on && paused) await orNote(terminal, removePauseNote(stack, mapping));
  const after = await queueDepth(stack.clients.sqs, stack.outputs.NewHireQueueUrl);
  terminal.printJson({
    consumption: on ? 'on' : 'off',
    newHireQueue: after,
    ...(paused && { paused }),
  });
  terminal.print(
    on
      ? 'Consumption is on.'
      : `Consumption is off. ${counted(after.waiting, 'message')} waiting; ${after.inFlight} in flight or waiting for a retry. Messages in flight are still processed.`,
  );
  return exitCode.done;
}

async function newNote(stack: Stack, why: string | undefined): Promise<PauseNote> {
  const at = new Date().toISOString();
  return { by: await callerArn(stack), at, ...(why !== undefined && { why }) };
}

/** A note is worth less than the change: an error of its tags is printed, and does not end the command. */
async function orNote<T>({ note }: Terminal, tagging: Promise<T>): Promise<T | undefined> {
  try {
    return await tagging;
  } catch (error) {
    const { name, message } = error as Error;
    note(`Who paused consumption, and why, is not known or not kept (${name}): ${message}`);
    return undefined;
  }
}

function whyOption(text: string): string {
  const { length } = toTag(text);
  if (length > 0 && length <= MAX_TAG_LENGTH) return text.trim();
  throw new InvalidArgumentError(
    `It must have at most ${MAX_TAG_LENGTH} characters; each but letters, digits, spaces and +-._:/@ counts three times.`,
  );
}
