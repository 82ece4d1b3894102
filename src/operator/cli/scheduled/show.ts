import { findScheduled } from '../../stack/find-scheduled.ts';
import { readDigests } from '../../stack/stack.ts';
import type { StoredHire } from '../../stack/stored-hire.ts';
import { type Name, whoToShow } from '../../who.ts';
import { exitCode } from '../exit-code.ts';
import { foreignText } from '../foreign-text.ts';
import { helpText } from '../help-text.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { noteRequestId } from '../request-id-text.ts';
import { noteSameSpelling } from '../same-spelling-text.ts';
import { listOf } from '../table.ts';
import { nameOf, WHO_HELP, withWhoOptions } from '../who-option.ts';
import { wrap } from '../wrap.ts';
import { nothingScheduledText, scheduledEntries, scheduledHireJson } from './hire-text.ts';

export const scheduledShowCommand = withWhoOptions(
  stackCommand({
    name: 'show [who]',
    summary: 'Shows what waits about a person, by address, employee id, request id or key.',
    examples: [
      'scheduled show ada.okafor@example.com --stack joiner-prod',
      'scheduled show E-20411 --local --json',
    ],
    json: '{ hires: [{ ...as of `scheduled list`, body? }] } (`body`: only while the hire waits)',
    exits: '0 shown, 1 nothing waits about the person, or did in the last 30 days',
  }),
)
  .addHelpText('after', helpText(`\n${WHO_HELP}`))
  .action((who?: string) => {
    const name = nameOf(who, scheduledShowCommand.opts());
    return onStack(scheduledShowCommand.opts(), (ctx) => show(name, ctx));
  });

async function show(name: Name, ctx: CommandContext): Promise<number> {
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
