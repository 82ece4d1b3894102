import { styleText } from 'node:util';
import { examineStack } from '../doctor/examine-stack.ts';
import type { Finding } from '../doctor/finding.ts';
import { exitCode } from './exit-code.ts';
import { counted } from './format.ts';
import { type CommandContext, onStack, stackCommand } from './on-stack.ts';
import { printable } from './printable.ts';
import { tableOf } from './table.ts';

const stateLabels = { ok: 'ok', problem: 'problem', 'not-checked': 'not checked here' } as const;
const stateColours = { ok: 'green', problem: 'red', 'not-checked': 'gray' } as const;

export const doctorCommand = stackCommand({
  name: 'doctor',
  summary: 'Checks a stack against its deployment, and gives a remedy for every problem.',
  examples: ['doctor --stack joiner-prod', 'doctor --local --json'],
  json: '{ findings: [{ check, state: "ok" | "problem" | "not-checked", found, remedy? }] }',
  exits: '0 no problem, 1 at least one',
}).action(() => onStack(doctorCommand.opts(), doctor));

async function doctor({ stack, terminal, signal }: CommandContext): Promise<number> {
  const findings = await terminal.progress('Check the stack', () =>
    examineStack(stack, Date.now(), signal),
  );
  terminal.printJson({ findings });
  terminal.print(tableOf(['check', 'state', 'found'], findings.map(rowOf), terminal));
  const problems = findings.filter(({ state }) => state === 'problem').length;
  terminal.print(problems === 0 ? 'No problems found.' : `${counted(problems, 'problem')} found.`);
  return problems === 0 ? exitCode.done : exitCode.problem;
}

function rowOf({ check, state, found, remedy }: Finding): string[] {
  const text = remedy === undefined ? found : `${found}. ${remedy}`;
  return [
    check,
    styleText(stateColours[state], stateLabels[state], { stream: process.stdout }),
    text
      .split('\n')
      .map((line) => printable(line))
      .join('\n'),
  ];
}
