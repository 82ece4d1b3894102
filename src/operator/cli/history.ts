import { type HistoryEntry, historyOf } from '../changes/history.ts';
import type { Name } from '../who.ts';
import { exitCode } from './exit-code.ts';
import { counted, isoTime, timeText } from './format.ts';
import type { CommandContext } from './on-stack.ts';
import { printable } from './printable.ts';
import { noteRequestId } from './request-id-text.ts';
import { noteSameSpelling } from './same-spelling-text.ts';
import { listOf } from './table.ts';
import { wrap } from './wrap.ts';

export async function history(name: Name, ctx: CommandContext): Promise<number> {
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
