import { type FailedWithRecord, findFailedMessage } from '../../failed/find-failed-message.ts';
import { exitCode } from '../exit-code.ts';
import { timeText } from '../format.ts';
import { type Call, onStack, stackCommand } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { listOf } from '../table.ts';
import { failedAnswer } from './answer.ts';

export const failedShowCommand = stackCommand({
  name: 'show <id>',
  summary: 'Shows one failed message whole.',
  examples: ['failed show 6b1f4c2a --stack joiner-prod'],
  json: '{ ...as of `failed list`, attempts?, body }',
  exits: '0 shown, 1 there is no such message, or several begin so',
}).action((id: string) => onStack(failedShowCommand.opts(), (call) => show(id, call)));

async function show(id: string, { stack, terminal, signal }: Call): Promise<number> {
  const found = await terminal.progress('Look for the message', () =>
    findFailedMessage(stack, id, { signal }),
  );
  terminal.answer({
    ...failedAnswer(found.message),
    ...(found.attempts !== undefined && { attempts: found.attempts }),
    body: found.message.body,
  });
  terminal.print(textOf(found));
  return exitCode.done;
}

function textOf({ message, attempts }: FailedWithRecord): string {
  const { id, queue, reason, requestId, employeeId, personKey, body } = message;
  const entries = listOf([
    ['id', id],
    ['queue', queue],
    ['reason', `${reason.message} [${reason.code}]`],
    ['attempts', attempts === undefined ? 'none on record' : String(attempts)],
    ['first seen', timeText(message.firstSeenAtMs)],
    ['failed', timeText(message.failedAtMs)],
    ['request', printable(requestId)],
    ['employee', printable(employeeId ?? 'none given')],
    ['person', personKey ?? 'the message tells nobody'],
  ]);
  return `${entries}\n\n${printableBody(body)}`;
}

function printableBody(body: string): string {
  return body
    .split('\n')
    .map((line) => printable(line))
    .join('\n');
}
