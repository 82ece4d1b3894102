import { findScheduled } from '../../stack/find-scheduled.ts';
import { readDigests } from '../../stack/stack.ts';
import type { StoredHire } from '../../stack/stored-hire.ts';
import { exitCode } from '../exit-code.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { listOf } from '../table.ts';
import { wrap } from '../wrap.ts';
import { nothingScheduledText, scheduledEntries, scheduledHireJson } from './hire-text.ts';

export const scheduledShowCommand = stackCommand({
  name: 'show <who>',
  summary: 'Shows what waits about a person, by address, employee id or request id.',
  examples: [
    'scheduled show ada.okafor@example.com --stack joiner-prod',
    'scheduled show E-20411 --local --json',
  ],
  json: '{ hires: [{ ...as of `scheduled list`, body? }] } (`body`: only while the hire waits)',
  exits: '0 shown, 1 nothing waits about the person, or did in the last 30 days',
}).action((who: string) => onStack(scheduledShowCommand.opts(), (ctx) => show(who, ctx)));

async function show(who: string, { stack, terminal, signal }: CommandContext): Promise<number> {
  const hires = await terminal.progress('Find the hire', async () =>
    findScheduled(stack, who, await readDigests(stack), signal),
  );
  terminal.printJson({
    hires: hires.map((hire) => ({
      ...scheduledHireJson(hire),
      ...(hire.body !== undefined && { body: hire.body }),
    })),
  });
  if (hires.length === 0) {
    terminal.print(wrap(nothingScheduledText(who), terminal.columns));
    return exitCode.problem;
  }
  const nowMs = Date.now();
  terminal.print(hires.map((hire) => textOf(hire, nowMs, terminal.columns)).join('\n\n'));
  return exitCode.done;
}

function textOf(hire: StoredHire, nowMs: number, columns: number): string {
  const entries = listOf(scheduledEntries(hire, nowMs), columns);
  return hire.body === undefined ? entries : `${entries}\n\n${wrap(hire.body, columns)}`;
}
