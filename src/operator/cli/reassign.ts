import { recordChanges } from '../changes/record-change.ts';
import { findReassignment } from '../reassign/find-reassignment.ts';
import { reassign } from '../reassign/reassign.ts';
import { obstacleTo, type Reassignment, reassignStepsOf } from '../reassign/reassignment.ts';
import { callerArn } from '../stack/caller-arn.ts';
import { nowMsAtAws, readDigests, readStackSettings, usersTableOf } from '../stack/stack.ts';
import type { ChangeContext } from './change-command.ts';
import { exitCode } from './exit-code.ts';
import { isoTime } from './format.ts';
import type { CommandContext } from './on-stack.ts';
import { pointerJson } from './pointer-text.ts';
import { printable } from './printable.ts';
import {
  obstacleText,
  type Reassigned,
  reassignedText,
  reassignFollowsText,
  reassignmentEntries,
} from './reassign-text.ts';
import { recordJson } from './status.ts';
import { listOf } from './table.ts';
import { wrap } from './wrap.ts';

/** As for `send`: to read a large directory takes longer than an operator waits. */
const DIRECTORY_TIMEOUT_MS = 30_000;

export async function reassignRecord(
  address: string,
  employeeId: string,
  ctx: ChangeContext,
): Promise<number> {
  const { stack, terminal, signal, why, confirm } = ctx;
  const [by, { target }, digests] = await Promise.all([
    callerArn(stack),
    readStackSettings(stack),
    readDigests(stack),
  ]);
  const shown = await terminal.progress('Look up the person, and the directory', () =>
    findReassignment(
      { address, employeeId },
      {
        table: usersTableOf(stack),
        digests,
        target,
        nowMs: () => nowMsAtAws(stack),
        signal,
        directorySignal: AbortSignal.timeout(DIRECTORY_TIMEOUT_MS),
      },
    ),
  );
  const nowMs = nowMsAtAws(stack);
  const obstacle = obstacleTo(shown, target, nowMs);
  const found = reassignmentJson(shown);
  if (shown.record)
    terminal.print(() => listOf(reassignmentEntries(shown, nowMs), terminal.columns));
  if (obstacle) {
    const until = 'untilMs' in obstacle ? { until: isoTime(obstacle.untilMs) } : {};
    terminal.printJson({ ...found, obstacle: { code: obstacle.kind, ...until } });
    terminal.note(`Nothing is changed. ${obstacleText(obstacle, shown)}`);
    return exitCode.problem;
  }
  if (reassignStepsOf(shown, nowMs).length === 0) {
    terminal.printJson(found);
    terminal.note(`The record belongs to ${printable(employeeId)} already. Nothing is changed.`);
    return exitCode.done;
  }
  terminal.print('\nWhat follows:');
  for (const text of reassignFollowsText(shown))
    terminal.print(wrap(`- ${text}`, terminal.columns));
  const question = `Give the record of ${address} to ${printable(employeeId)}, as ${by}?`;
  if (!(await confirm(question))) {
    terminal.note('Nothing is changed.');
    return exitCode.problem;
  }
  return change(shown, { by, why }, ctx);
}

async function change(
  shown: Reassignment,
  { by, why }: Pick<Reassigned, 'by' | 'why'>,
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
  const { personKey, employeeKey } = shown;
  const asked = { command: 'reassign', personKey, employeeKey, why };
  const nowMs = () => nowMsAtAws(stack);
  const end = await recordChanges(
    stack,
    [asked],
    () => reassign(usersTableOf(stack), reassignStepsOf(shown, nowMs()), { nowMs, signal }),
    (made) => made === 'reassigned',
  );
  const found = reassignmentJson(shown);
  if (end === 'changed') {
    terminal.printJson(found);
    terminal.note(
      'The record or a pointer has changed since it was shown. Run the command again: it finishes what is left.',
    );
    return exitCode.problem;
  }
  const reassigned: Reassigned = { personKey, at: isoTime(nowMs()), by, why };
  terminal.note(reassignedText(reassigned));
  terminal.printJson({ ...found, reassigned });
  return exitCode.done;
}

function reassignmentJson({ personKey, record, look, pointed }: Reassignment) {
  return {
    personKey,
    ...(record && { record: recordJson(record) }),
    ...(record && {
      directory: {
        kind: look.kind,
        ...(look.kind === 'found' && { userIds: look.users.map(({ userId }) => userId) }),
        ...(look.kind === 'unread' && { cause: look.cause }),
      },
    }),
    ...(pointed && { pointer: pointerJson(pointed) }),
  };
}
