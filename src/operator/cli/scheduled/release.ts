import { recordChange } from '../../changes/record-change.ts';
import { type ReleasableHire, releaseHire } from '../../scheduled/release-hire.ts';
import { soleScheduled } from '../../stack/find-scheduled.ts';
import { nowMsAtAws, readDigests } from '../../stack/stack.ts';
import { isDue, type StoredHire } from '../../stack/stored-hire.ts';
import { type Name, whoIs } from '../../who.ts';
import type { ChangeContext } from '../change-command.ts';
import { exitCode } from '../exit-code.ts';
import { dueText } from '../format.ts';
import { assertUnambiguous } from '../same-spelling-text.ts';
import { listOf } from '../table.ts';
import { wrapText } from '../wrap.ts';
import { notFoundText, scheduledEntries, scheduledHireJson } from './hire-text.ts';

export async function release(name: Name, ctx: ChangeContext): Promise<number> {
  const { stack, terminal, signal, why, confirm } = ctx;
  await assertUnambiguous('scheduled release', name, ctx);
  const who = whoIs(name, await readDigests(stack));
  const hire = await terminal.progress('Find the hire', () => soleScheduled(stack, who, signal));
  const shown = hire === undefined ? {} : { hire: scheduledHireJson(hire) };
  const end = (note: string, isReleased: boolean) => {
    terminal.printJson({ ...shown, released: isReleased });
    terminal.note(wrapText(note, terminal.columns));
    return isReleased ? exitCode.done : exitCode.problem;
  };
  if (hire === undefined) return end(await notFoundText('scheduled release', name, ctx), false);
  const nowMs = nowMsAtAws(stack);
  terminal.print(() => listOf(scheduledEntries(hire, nowMs), terminal.columns));
  if (!isReleasable(hire, nowMs)) return end(notReleasableText(hire), false);
  if (!(await confirm('Send it to the new-hire queue?'))) return end('Nothing is sent.', false);
  const { personKey, requestId, body } = hire;
  const change = { command: 'scheduled release', personKey, requestId, before: body, why };
  await recordChange(stack, change, () => releaseHire(stack, hire, signal));
  return end('Sent to the new-hire queue. `joiner status` shows what comes of it.', true);
}

function isReleasable(hire: StoredHire, nowMs: number): hire is ReleasableHire {
  return isDue(hire, nowMs) && hire.body !== undefined;
}

function notReleasableText({ state, dueAtMs }: StoredHire): string {
  switch (state) {
    case 'released':
      return 'It was released already: `joiner status` shows what came of it. Nothing is sent.';
    case 'cancelled':
      return 'It was cancelled. To have the account made after all, HR sends the hire again. Nothing is sent.';
    case 'waiting':
      return `It is not due until ${dueText(dueAtMs)}, and the function makes no account before. Nothing is sent. For an account before that day, HR sends the hire again, with an earlier startDate or without one.`;
  }
}
