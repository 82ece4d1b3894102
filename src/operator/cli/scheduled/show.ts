import { findScheduled } from '../../stack/find-scheduled.ts';
import { readDigests } from '../../stack/stack.ts';
import type { StoredHire } from '../../stack/stored-hire.ts';
import { type Name, whoToShow } from '../../who.ts';
import { exitCode } from '../exit-code.ts';
import { foreignText } from '../foreign-text.ts';
import type { CommandContext } from '../on-stack.ts';
import { noteRequestId } from '../request-id-text.ts';
import { noteSameSpelling } from '../same-spelling-text.ts';
import { listOf } from '../table.ts';
import { wrap } from '../wrap.ts';
import { nothingScheduledText, scheduledEntries, scheduledHireJson } from './hire-text.ts';

export async function show(name: Name, ctx: CommandContext): Promise<number> {
  const { stack, terminal, signal } = ctx;
  const hires = await terminal.progress('Find the hire', async () =>
    findScheduled(stack, whoToShow(name, await readDigests(stack)), signal),
  );
  await noteSameSpelling('scheduled show', name, ctx);
  const requestIds = hires.map(({ requestId }) => requestId);
  noteRequestId('scheduled show', name, requestIds, terminal);
  terminal.printJson({
    hires: hires.map((hire) => ({
      ...scheduledHireJson(hire),
      ...(hire.body !== undefined && { body: hire.body }),
    })),
  });
  if (hires.length === 0) {
    terminal.print(wrap(nothingScheduledText(name.text), terminal.columns));
    return exitCode.problem;
  }
  const nowMs = Date.now();
  terminal.print(() => hires.map((hire) => textOf(hire, nowMs, terminal.columns)).join('\n\n'));
  return exitCode.done;
}

function textOf(hire: StoredHire, nowMs: number, columns: number): string {
  const entries = listOf(scheduledEntries(hire, nowMs), columns);
  return hire.body === undefined ? entries : `${entries}\n\n${foreignText(hire.body, columns)}`;
}
