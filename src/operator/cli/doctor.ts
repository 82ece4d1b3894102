import { examineStack } from '../doctor/examine-stack.ts';
import type { Finding } from '../doctor/finding.ts';
import { unitsMs } from '../duration.ts';
import { pauseFor } from './abortable-sleep.ts';
import { exitCode } from './exit-code.ts';
import { counted } from './format.ts';
import type { Style } from './host.ts';
import type { CommandContext } from './on-stack.ts';
import { printable } from './printable.ts';
import { tableOf } from './table.ts';

const stateLabels = { ok: 'ok', problem: 'problem', 'not-checked': 'not checked here' } as const;
const stateColours = { ok: 'green', problem: 'red', 'not-checked': 'gray' } as const;

const CHECK_AGAIN_AFTER_MS = 3000;

interface Options {
  /** Seconds. */
  readonly wait?: number;
  /** Minutes. */
  readonly within?: number;
}

export async function doctor(options: Options, ctx: CommandContext): Promise<number> {
  const { terminal } = ctx;
  const findings = await terminal.progress('Check the stack', (show) =>
    examine(options, ctx, show),
  );
  terminal.printJson({ findings });
  terminal.print(() =>
    tableOf(['check', 'state', 'found'], rowsOf(findings, terminal.style), terminal),
  );
  const problems = problemsIn(findings);
  terminal.print(problems === 0 ? 'No problems found.' : `${counted(problems, 'problem')} found.`);
  return problems === 0 ? exitCode.done : exitCode.problem;
}

/** Once; with `--wait`, until there is no problem. */
async function examine(
  { wait = 0, within }: Options,
  { stack, signal }: CommandContext,
  show: (line: string) => void,
): Promise<readonly Finding[]> {
  const timeIsOver = AbortSignal.timeout(wait * unitsMs.s);
  const pause = pauseFor(AbortSignal.any([signal, timeIsOver]));
  const withinMs = within === undefined ? undefined : within * unitsMs.m;
  for (;;) {
    const findings = await examineStack(stack, { nowMs: Date.now(), signal, withinMs });
    const problems = problemsIn(findings);
    if (problems === 0 || wait === 0 || timeIsOver.aborted) return findings;
    show(`${counted(problems, 'problem')} found, checking again`);
    await pause(CHECK_AGAIN_AFTER_MS);
  }
}

function problemsIn(findings: readonly Finding[]): number {
  return findings.filter(({ state }) => state === 'problem').length;
}

function rowsOf(findings: readonly Finding[], style: Style): readonly string[][] {
  return findings.map(({ check, state, found, remedy }) => {
    const lines = (remedy === undefined ? found : `${found}. ${remedy}`).split('\n');
    return [
      check,
      style(stateColours[state], stateLabels[state]),
      lines.map((line) => printable(line)).join('\n'),
    ];
  });
}
