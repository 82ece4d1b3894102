import type { ListedMessage } from '../../failed/failed-message.ts';
import { type FailedWithRecord, findFailedMessage } from '../../failed/find-failed-message.ts';
import { exitCode } from '../exit-code.ts';
import { foreignText } from '../foreign-text.ts';
import { timeText } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { listOf } from '../table.ts';
import { failedMessageJson } from './message-json.ts';
import { noteInFlight } from './not-in-hand.ts';

export async function show(
  id: string,
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
  const found = await terminal.progress('Find the message', () =>
    findFailedMessage(stack, id, { signal }),
  );
  noteInFlight(found.inFlightElsewhere, terminal);
  terminal.printJson({
    ...failedMessageJson(found.message),
    ...(found.attempts !== undefined && { attempts: found.attempts }),
    body: found.body,
    inFlightElsewhere: found.inFlightElsewhere,
  });
  terminal.print(() => textOf(found, terminal.columns));
  return exitCode.done;
}

function textOf(found: FailedWithRecord, columns: number): string {
  const { message, body } = found;
  const { id, queue, origin, reason, requestId } = message;
  const entries = listOf(
    [
      ['id', id],
      ['queue', queue],
      ...(message.isVerified
        ? []
        : [['stored by', 'an unknown sender, not by the function'] as const]),
      ['reason', printable(`${reason.message} [${reason.code}]`)],
      ['first seen', timeText(message.firstSeenAtMs)],
      ['failed', timeText(message.failedAtMs)],
      ['request', printable(requestId)],
      ...(origin === 'new-hires' ? hireEntries(found) : rawEntries(message)),
    ],
    columns,
  );
  return `${entries}\n\n${foreignText(body, columns)}`;
}

function hireEntries({ message, attempts }: FailedWithRecord): (readonly [string, string])[] {
  const { employeeId, personKey } = message;
  return [
    ['attempts', attempts === undefined ? 'none on record' : String(attempts)],
    ['employee', printable(employeeId ?? 'none given')],
    ['person', personKey ?? 'no person in the message'],
  ];
}

function rawEntries({
  origin,
  source,
  employeeId,
  personKey,
}: ListedMessage): (readonly [string, string])[] {
  return [
    ['goes back to', origin === 'intake' ? 'the intake' : 'the intake, as the notice of a file'],
    ['source', printable(source ?? 'none given')],
    ['employee', printable(employeeId ?? 'none found')],
    ['person', personKey ?? 'none found'],
  ];
}
