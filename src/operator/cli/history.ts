import { type HistoryEntry, historyOf } from '../changes/history.ts';
import type { Name } from '../who.ts';
import { exitCode } from './exit-code.ts';
import { counted, isoTime, timeText } from './format.ts';
import { helpText } from './help-text.ts';
import { type CommandContext, onStack, stackCommand } from './on-stack.ts';
import { printable } from './printable.ts';
import { noteRequestId } from './request-id-text.ts';
import { noteSameSpelling } from './same-spelling-text.ts';
import { listOf } from './table.ts';
import { nameOf, WHO_HELP, withWhoOptions } from './who-option.ts';
import { wrap } from './wrap.ts';

export const historyCommand = withWhoOptions(
  stackCommand({
    name: 'history [who]',
    summary:
      'Shows who asked and who decided about a person, from both logs, the record and the schedule; or about a file of the intake.',
    examples: [
      'history ada.okafor@example.com --stack joiner-prod',
      'history --request onboarding-2026-11-02-01 --local --json',
      'history 3f9c0a1b --stack joiner-prod',
    ],
    json: '{ entries: [{ at, from: "function" | "operator" | "record" | "schedule", what, facts }] }',
    exits: '0 there is a history, 1 there is none',
  }),
)
  .addHelpText(
    'after',
    helpText(
      '\nWHO is an address, an employee id, a request id, a person key, or a file: its id in `joiner intake list`, or its key (`file#…`) in `takenFrom`.',
      WHO_HELP,
      'A search by request id or file reads the whole table.',
      'CloudWatch Logs shows a line some seconds after it was written, and forgets lines after their days.',
    ),
  )
  .action((who?: string) => {
    const name = nameOf(who, historyCommand.opts());
    return onStack(historyCommand.opts(), (ctx) => history(name, ctx));
  });

async function history(name: Name, ctx: CommandContext): Promise<number> {
  const { stack, terminal, signal } = ctx;
  const entries = await terminal.progress('Read the logs', (show) =>
    historyOf(stack, name, {
      signal,
      onProgress: (read) => show(`${counted(read, 'record')} read`),
    }),
  );
  await noteSameSpelling('history', name, ctx);
  const requestIds = entries.map(({ facts }) => facts['requestId']);
  noteRequestId('history', name, requestIds, terminal);
  terminal.printJson({
    entries: entries.map(({ atMs, from, what, facts }) => ({
      at: isoTime(atMs),
      from,
      what,
      facts: shownFacts(facts),
    })),
  });
  if (entries.length === 0) {
    terminal.print(wrap(`Nothing is known about ${printable(name.text)}.`, terminal.columns));
    return exitCode.problem;
  }
  terminal.print(() => listOf(entries.map(textOf), terminal.columns));
  return exitCode.done;
}

/** In this order. Of a line of the function, the rest is about the invocation. */
const SHOWN = [
  'phase',
  'outcome',
  'reasonCode',
  'dueAt',
  'cause',
  'userId',
  'requestId',
  'fileId',
  'messageId',
  'personKey',
  'employeeKey',
  'senderId',
  'takenFrom',
  'source',
  'caller',
  'why',
  'digestBefore',
  'digestAfter',
  'changeId',
  'errorName',
  'visibilitySeconds',
  'receiveCount',
] as const;

function shownFacts(facts: HistoryEntry['facts']) {
  return Object.fromEntries(
    SHOWN.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]])),
  );
}

function textOf({ atMs, from, what, facts }: HistoryEntry): readonly [string, string] {
  const shown = Object.entries(shownFacts(facts)).map(
    ([name, value]) => `${name}=${quoted(printable(String(value)))}`,
  );
  return [`${timeText(atMs)}  ${from}`, [printable(what), ...shown].join(' ')];
}

/** A value that could be read as two facts is shown in quotes. */
function quoted(value: string): string {
  return /[\s="]/.test(value) ? JSON.stringify(value) : value;
}
