import { InvalidArgumentError } from 'commander';
import { newHireFields } from '../../contracts/new-hire.ts';
import { recordChanges } from '../changes/record-change.ts';
import { findReassignment } from '../reassign/find-reassignment.ts';
import { reassign } from '../reassign/reassign.ts';
import { obstacleTo, type Reassignment, reassignStepsOf } from '../reassign/reassignment.ts';
import { callerArn } from '../stack/caller-arn.ts';
import { nowMsAtAws, readDigests, readStackSettings, usersTableOf } from '../stack/stack.ts';
import { type ChangeContext, changeCommand, onStackToChange } from './change-command.ts';
import { exitCode, UsageError } from './exit-code.ts';
import { isoTime } from './format.ts';
import { helpText } from './help-text.ts';
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

export const reassignCommand = changeCommand({
  name: 'reassign <address>',
  summary: 'Gives the record of an address to an employee id. The account stays as it is.',
  examples: [
    'reassign ada.okafor@example.com --employee E-20411 --why "id was mistyped, INC-4711" --stack joiner-prod',
    'reassign ada.okafor@example.com --employee E-20411 --why "INC-4711" --stack joiner-prod --yes',
  ],
  json: '{ personKey, record?: as of `status`, directory?: { kind: "found" | "absent" | "unread", userIds?, cause? }, pointer?: { personKey, standing }, obstacle?: { code, until? }, reassigned?: { personKey, at, by, why } }',
  exits: '0 the record belongs to the employee id, 1 nothing is changed, or something is left',
})
  .requiredOption('--employee <id>', 'the employee id that is to hold the record', employeeOption)
  .addHelpText(
    'after',
    helpText(
      '\nFor a mistyped employee id, for an address that the next person has, and for an id that no hire is served by.',
      'It is refused while a message about the address is processed, while the directory cannot be read, and where the id has an account elsewhere.',
      'A corrected address needs `erase` instead: the command says so.',
    ),
  )
  .action((address: string) => {
    const asked = addressOf(address);
    const { employee, ...options } = reassignCommand.opts<{ readonly employee: string }>();
    return onStackToChange(options, (ctx) => reassignRecord(asked, employee, ctx));
  });

async function reassignRecord(
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

/** @throws {UsageError} if no hire could have it */
function addressOf(text: string): string {
  const parsed = newHireFields.shape.emailAddress.safeParse(text.trim());
  if (parsed.success) return parsed.data;
  throw new UsageError(`The address ${parsed.error.issues[0]?.message}.`);
}

function employeeOption(text: string): string {
  const parsed = newHireFields.shape.employeeId.safeParse(text.trim());
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`);
}
