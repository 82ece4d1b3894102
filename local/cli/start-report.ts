import { exitCode } from '../../src/operator/cli/exit-code.ts';
import { groupsText } from '../../src/operator/cli/granted-groups-text.ts';
import { endCounts, endsTable } from '../../src/operator/cli/send-text.ts';
import type { Terminal } from '../../src/operator/cli/terminal.ts';
import { wrap } from '../../src/operator/cli/wrap.ts';
import type { Provisioned } from './provision.ts';

export interface ReportOptions {
  readonly timeoutSeconds: number;
  /** What the function logged. */
  readonly log: readonly string[];
  readonly terminal: Pick<Terminal, 'columns' | 'style' | 'print' | 'note'>;
}

const SHOWN_LOG_LINES = 20;
const SHOWN_ROWS = 20;

/** Prints what every hire came to; returns the exit code that follows from it. */
export function report(
  { hires, isQueueEmpty }: Provisioned,
  { timeoutSeconds, log, terminal }: ReportOptions,
): number {
  const hasEnd = (kind: string) => hires.some(({ end }) => end?.kind === kind);
  const table = endsTable(hires, { ...terminal, isWide: true });
  terminal.print(`\n${table}\n\n${endCounts(hires)}`);
  const groups = groupsText(hires, terminal.columns);
  if (groups !== undefined) terminal.print(`\n${groups}\n`);
  if (hasEnd('rejected')) {
    terminal.print('Rejected messages went to the rejected queue, with the reason.');
  }
  if (hasEnd('scheduled')) {
    terminal.print('Scheduled hires wait for their day; a sweep sends them to the queue then.');
  }
  if (hasEnd('deferred')) {
    terminal.print('Deferred messages went to the dead-letter queue, for an operator.');
  }
  const ending =
    'This local stack ends here, with all its queues; `npm run local` keeps one up to look into.';
  terminal.print(wrap(ending, terminal.columns));
  const unfinished = hires.filter(({ end }) => end === undefined).map(({ row }) => row);
  if (unfinished.length === 0 && isQueueEmpty) return exitCode.done;
  terminal.note(
    unfinished.length === 0
      ? `Every hire reached its end, but after ${timeoutSeconds} s a message is still in the queue.`
      : unfinishedText(unfinished, timeoutSeconds, log),
  );
  return exitCode.problem;
}

function unfinishedText(
  rows: readonly number[],
  timeoutSeconds: number,
  log: readonly string[],
): string {
  const shown = [...rows.slice(0, SHOWN_ROWS), ...(rows.length > SHOWN_ROWS ? ['…'] : [])];
  return [
    `Not every message reached its end within ${timeoutSeconds} s. Without one: # ${shown.join(', ')}`,
    ...(log.length > 0 ? ["The function's last lines:"] : []),
    ...log.slice(-SHOWN_LOG_LINES),
  ].join('\n');
}
