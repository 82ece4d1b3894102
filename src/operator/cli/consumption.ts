import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { pauseOnRecord, resumeOnRecord } from '../changes/turn-consumption.ts';
import { callerArn } from '../stack/caller-arn.ts';
import { findMapping } from '../stack/consumption.ts';
import { isOff, type PauseOptions } from '../stack/pause.ts';
import { changedSince, type PauseNote, pauseText, readPauseNote } from '../stack/pause-note.ts';
import { queueDepth } from '../stack/queue-depth.ts';
import type { Stack } from '../stack/stack.ts';
import { pauseFor } from './abortable-sleep.ts';
import { exitCode } from './exit-code.ts';
import { counted } from './format.ts';
import type { CommandContext } from './on-stack.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly yes?: true;
  readonly why?: string;
}

export async function turn(
  on: boolean,
  { yes, why }: Options,
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
  terminal.assertCanConfirm(yes === true);
  const mapping = await findMapping(stack);
  const before = await queueDepth(stack.clients.sqs, stack.outputs.NewHireQueueUrl);
  // A note about consumption that is on is left of a pause that another program ended.
  const noteBefore = isOff(mapping) ? await noteOf(stack, mapping, terminal) : undefined;
  if (noteBefore) terminal.print(`Consumption was ${printable(pauseText(noteBefore, mapping))}.`);
  terminal.print(
    `${counted(before.waiting, 'message')} waiting, ${before.inFlight} in flight or waiting for a retry.`,
  );
  const question = on ? `Start ${stack.name}?` : `Stop ${stack.name}? New hires will wait.`;
  if (!(await terminal.confirm(question, yes === true))) {
    terminal.note('Nothing is changed.');
    return exitCode.problem;
  }
  const isNoteKept = noteBefore && why === undefined && !changedSince(noteBefore, mapping);
  const newNote = on || isNoteKept ? undefined : await makeNote(stack, why, terminal);
  const stored = await terminal.progress(on ? 'Start consumption' : 'Stop consumption', (show) => {
    const options: PauseOptions = {
      signal,
      pause: pauseFor(signal),
      onState: show,
      onNoteError: (doing, error) => noteProblem(terminal, `could not be ${doing}`, error),
    };
    return on
      ? resumeOnRecord(stack, mapping, options).then(() => undefined)
      : pauseOnRecord(stack, mapping, newNote, options);
  });
  const paused = on || isNoteKept ? noteBefore : stored;
  const after = await queueDepth(stack.clients.sqs, stack.outputs.NewHireQueueUrl);
  terminal.printJson({
    consumption: on ? 'on' : 'off',
    newHireQueue: after,
    ...(paused && { paused: pausedJson(paused, mapping, on) }),
  });
  terminal.print(
    on
      ? 'Consumption is on.'
      : `Consumption is off. ${counted(after.waiting, 'message')} waiting; ${after.inFlight} in flight or waiting for a retry. Messages in flight are still processed.`,
  );
  return exitCode.done;
}

/** The note that is stored, if it can be read. */
async function noteOf(
  stack: Stack,
  mapping: EventSourceMappingConfiguration,
  terminal: Terminal,
): Promise<PauseNote | undefined> {
  try {
    return await readPauseNote(stack, mapping);
  } catch (error) {
    noteProblem(terminal, 'cannot be read', error as Error);
    return undefined;
  }
}

async function makeNote(
  stack: Stack,
  why: string | undefined,
  terminal: Terminal,
): Promise<PauseNote | undefined> {
  try {
    const by = await callerArn(stack);
    return { by, at: new Date().toISOString(), ...(why !== undefined && { why }) };
  } catch (error) {
    noteProblem(terminal, 'could not be stored', error as Error);
    return undefined;
  }
}

/** A note is worth less than the change: its error is printed, and does not end the command. */
function noteProblem(terminal: Terminal, what: string, { name, message }: Error): void {
  terminal.note(
    `The note of who paused consumption, when and why ${what} (${name}): ${printable(message)}`,
  );
}

function pausedJson(note: PauseNote, mapping: EventSourceMappingConfiguration, on: boolean) {
  const changedAt = on ? changedSince(note, mapping) : undefined;
  return { ...note, ...(changedAt !== undefined && { changedAt }) };
}
