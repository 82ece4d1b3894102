import type { Change } from '../changes/change.ts';
import { recordChange, recordChanges } from '../changes/record-change.ts';
import { eraseFromTable, eraseLoosePointer } from '../erase/erase-from-table.ts';
import { eraseScheduled } from '../erase/erase-scheduled.ts';
import { eraseMark } from '../erase/intake-marks.ts';
import { findStoredPerson, type StoredPerson } from '../erase/stored-person.ts';
import { type FailedBatch, withFailedMessages } from '../failed/failed-queues.ts';
import { isRequest } from '../request-id.ts';
import { callerArn } from '../stack/caller-arn.ts';
import { type QueueDepth, queueDepth } from '../stack/queue-depth.ts';
import { nowMsAtAws } from '../stack/stack.ts';
import { isPlainWord, type Name } from '../who.ts';
import type { ChangeContext } from './change-command.ts';
import { personJson } from './erase-json.ts';
import {
  type Erasure,
  erasureText,
  followsText,
  isAnythingStored,
  notErasableText,
  pointerLeftText,
  storedEntries,
} from './erase-text.ts';
import { exitCode } from './exit-code.ts';
import { type EndsOfEach, forEachInHand } from './failed/each-message.ts';
import { noteInFlight, noteLost } from './failed/not-in-hand.ts';
import { counted, isoTime } from './format.ts';
import type { CommandContext } from './on-stack.ts';
import { onlyRequestText } from './request-id-text.ts';
import { assertUnambiguous } from './same-spelling-text.ts';
import { listOf } from './table.ts';
import { wrap } from './wrap.ts';

export async function erase(name: Name, ctx: ChangeContext): Promise<number> {
  const { stack, terminal, signal, why, confirm } = ctx;
  const by = await callerArn(stack);
  return withFailedMessages(stack, {}, { signal }, async (batch) => {
    noteInFlight(batch.inFlightElsewhere, terminal);
    await assertUnambiguous('erase', name, ctx, batch.messages);
    const person = await terminal.progress('Look up the person', (show) =>
      findStoredPerson(stack, name, batch, {
        signal,
        onProgress: (read) => show(`${counted(read, 'record')} read`),
      }),
    );
    const newHireQueue = await queueDepth(stack.clients.sqs, stack.outputs.NewHireQueueUrl);
    const found = { ...personJson(person, newHireQueue, batch) };
    const obstacle = await obstacleOf(name, person, batch, ctx);
    showPerson(person, newHireQueue, ctx);
    if (obstacle !== undefined) {
      terminal.printJson({ ...found, lost: 0 });
      terminal.note(obstacle);
      return exitCode.problem;
    }
    if (!(await confirm(`Erase all of this for good, as ${by}?`))) {
      terminal.note('Nothing is erased.');
      return exitCode.problem;
    }
    const { personKey } = person;
    const end = await recordChanges(
      stack,
      changesOf(person, why),
      () => eraseAll(person, batch, ctx),
      (made) => isAllGone(person, made),
    );
    const erased: Erasure = {
      ...(personKey !== undefined && { personKey }),
      at: isoTime(nowMsAtAws(stack)),
      by,
      why,
      ...(end.isRecordErased && person.record && { record: person.record.state }),
      ...(end.isPointerErased && { pointer: true }),
      messages: end.messages.done,
      scheduled: end.scheduled,
      marks: end.marks,
    };
    terminal.note(erasureText(erased));
    terminal.printJson({ ...found, lost: end.messages.lost, erased });
    return endOf(person, end, batch, ctx);
  });
}

/** Why nothing is erased, if so. */
async function obstacleOf(
  name: Name,
  person: StoredPerson,
  { messages }: FailedBatch,
  { stack, terminal, signal }: ChangeContext,
): Promise<string | undefined> {
  if (isAnythingStored(person) || !isPlainWord(name))
    return notErasableText(name.text, person, nowMsAtAws(stack));
  const isOnlyRequest = await terminal.progress('Look for a request with this id', (show) =>
    isRequest(stack, name, messages, {
      signal,
      onProgress: (read) => show(`${counted(read, 'record')} read`),
    }),
  );
  return isOnlyRequest
    ? onlyRequestText('erase', name)
    : notErasableText(name.text, person, nowMsAtAws(stack));
}

/** What is erased at once. Each failed message is a change of its own. */
function changesOf({ personKey, pointed }: StoredPerson, why: string): readonly Change[] {
  const change = { command: 'erase', why };
  if (personKey !== undefined) return [{ ...change, personKey }];
  if (pointed) return [{ ...change, employeeKey: pointed.pointer.employeeKey }];
  return [change];
}

interface End {
  readonly messages: EndsOfEach;
  /** How many hires that wait, or once did, are erased. */
  readonly scheduled: number;
  /** How many marks of the intake are erased. */
  readonly marks: number;
  readonly isRecordErased: boolean;
  readonly isPointerErased: boolean;
}

/** The messages first: while the record is there, all that is about the person can be found again. */
async function eraseAll(
  { record, pointed, scheduled: waiting, failed, marks: noted }: StoredPerson,
  batch: FailedBatch,
  ctx: ChangeContext,
): Promise<End> {
  const { stack, signal, why } = ctx;
  const messages = await forEachInHand(failed, ctx, async (message) => {
    await batch.renew(message);
    const { id, requestId, personKey, body } = message;
    const about = { messageId: id, requestId, before: body, ...(personKey && { personKey }) };
    await recordChange(stack, { command: 'erase', why, ...about }, () => batch.delete(message));
    return true;
  });
  const scheduled = await erasedOf(waiting.map((hire) => eraseScheduled(stack, hire, signal)));
  const marks = await erasedOf(noted.map((mark) => eraseMark(stack, mark, signal)));
  const isPointerErased = await erasePointerOf(pointed, ctx);
  const others = { messages, scheduled, marks, isPointerErased };
  const isAnythingLeft =
    messages.done < failed.length || scheduled < waiting.length || marks < noted.length;
  if (record === undefined || isAnythingLeft) return { ...others, isRecordErased: false };
  const { kind } = await eraseFromTable(stack, record, signal);
  return { ...others, isRecordErased: kind === 'erased' };
}

async function erasedOf(ends: readonly Promise<'erased' | 'changed'>[]): Promise<number> {
  return (await Promise.all(ends)).filter((end) => end === 'erased').length;
}

/** A pointer that a message may be at work with stays. */
async function erasePointerOf(
  pointed: StoredPerson['pointed'],
  { stack, signal }: CommandContext,
): Promise<boolean> {
  if (pointed?.standing.kind !== 'dangling') return false;
  const end = await eraseLoosePointer(stack, pointed.pointer, signal);
  return end === 'erased';
}

function endOf(
  person: StoredPerson,
  end: End,
  { inFlightElsewhere }: FailedBatch,
  { terminal, signal }: CommandContext,
): number {
  const { record, pointed, scheduled: waiting, failed, marks: noted } = person;
  const { messages, scheduled, marks, isRecordErased, isPointerErased } = end;
  const isLeft = failed.length - messages.done;
  noteLost(messages.lost, terminal);
  if (isLeft > 0) terminal.note(`${counted(isLeft, 'failed message')} and the record are left.`);
  else if (scheduled < waiting.length)
    terminal.note('What waits has changed since it was shown, and is left. Run the command again.');
  else if (marks < noted.length)
    terminal.note(
      'The intake has noted something new since, which is left. Run the command again.',
    );
  else if (record && !isRecordErased)
    terminal.note('The record has changed since it was shown, and is left. Run the command again.');
  if (pointed && !isPointerErased) terminal.note(pointerLeftText(pointed));
  if (messages.failure) throw messages.failure.cause;
  if (signal.aborted) return exitCode.interrupted;
  return isAllGone(person, end) && inFlightElsewhere === 0 ? exitCode.done : exitCode.problem;
}

function isAllGone({ record, pointed, scheduled, failed, marks }: StoredPerson, end: End): boolean {
  return (
    end.messages.done === failed.length &&
    end.scheduled === scheduled.length &&
    end.marks === marks.length &&
    (record === undefined || end.isRecordErased) &&
    (pointed === undefined || end.isPointerErased)
  );
}

function showPerson(
  person: StoredPerson,
  newHireQueue: QueueDepth,
  { terminal }: CommandContext,
): void {
  if (!isAnythingStored(person)) return;
  terminal.print(() => listOf(storedEntries(person, Date.now()), terminal.columns));
  terminal.print('\nWhat follows:');
  for (const text of followsText(person, newHireQueue))
    terminal.print(wrap(`- ${text}`, terminal.columns));
}
