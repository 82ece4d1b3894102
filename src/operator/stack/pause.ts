import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { type ConsumptionOptions, requestConsumption, untilConsumption } from './consumption.ts';
import { type PauseNote, removePauseNote, writePauseNote } from './pause-note.ts';
import type { Stack } from './stack.ts';

export interface PauseOptions extends ConsumptionOptions {
  /** Called where the note cannot be stored or removed, which does not prevent the change. */
  readonly onNoteError: (doing: 'stored' | 'removed', error: Error) => void;
}

/**
 * Stops consumption, and returns once the change has taken effect. The note is stored first, so that
 * consumption never stands still without one, even if this process ends.
 * @param note undefined if an earlier one stays
 * @returns the note, if it is stored
 * @throws the signal's reason if it aborts
 */
export async function pauseConsumption(
  stack: Stack,
  mapping: EventSourceMappingConfiguration,
  note: PauseNote | undefined,
  options: PauseOptions,
): Promise<PauseNote | undefined> {
  const isStored =
    note !== undefined &&
    (await isDone(writePauseNote(stack, mapping, note), 'stored', options.onNoteError));
  try {
    options.signal.throwIfAborted();
    await requestConsumption(stack, mapping, false);
  } catch (cause) {
    if (isStored && !isOff(mapping)) await removeNote(stack, mapping, options);
    throw cause;
  }
  await untilConsumption(stack, mapping, false, options);
  return isStored ? note : undefined;
}

/**
 * Starts consumption, and returns once the change has taken effect. The note is removed once Lambda has
 * accepted the change, also one that is left of a pause that another program ended.
 * @throws the signal's reason if it aborts first; the change takes effect nevertheless
 */
export async function resumeConsumption(
  stack: Stack,
  mapping: EventSourceMappingConfiguration,
  options: PauseOptions,
): Promise<void> {
  await requestConsumption(stack, mapping, true);
  await removeNote(stack, mapping, options);
  await untilConsumption(stack, mapping, true, options);
}

export function isOff({ State }: EventSourceMappingConfiguration): boolean {
  return State === 'Disabled' || State === 'Disabling';
}

async function removeNote(
  stack: Stack,
  mapping: EventSourceMappingConfiguration,
  { onNoteError }: PauseOptions,
): Promise<void> {
  await isDone(removePauseNote(stack, mapping), 'removed', onNoteError);
}

async function isDone(
  tagging: Promise<void>,
  doing: 'stored' | 'removed',
  onNoteError: PauseOptions['onNoteError'],
): Promise<boolean> {
  try {
    await tagging;
    return true;
  } catch (error) {
    onNoteError(doing, error as Error);
    return false;
  }
}
