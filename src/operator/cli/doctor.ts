import { styleText } from 'node:util';
import { examineStack } from '../doctor/examine-stack.ts';
import type { Finding } from '../doctor/finding.ts';
import { exitCode } from './exit-code.ts';
import { counted } from './format.ts';
import { type Call, onStack, stackCommand } from './on-stack.ts';
import { printable } from './printable.ts';
import { tableOf } from './table.ts';

const words = { ok: 'ok', amiss: 'amiss', 'not-checked': 'not checked here' } as const;
const colours = { ok: 'green', amiss: 'red', 'not-checked': 'gray' } as const;

export const doctorCommand = stackCommand({
  name: 'doctor',
  summary: 'Checks a stack against what was deployed, and says what to do about what is amiss.',
  examples: ['doctor --stack joiner-prod', 'doctor --local --json'],
  json: '{ findings: [{ check, state: "ok" | "amiss" | "not-checked", found, remedy? }] }',
  exits: '0 nothing is amiss, 1 something is',
}).action(() => onStack(doctorCommand.opts(), doctor));

async function doctor({ stack, terminal, signal }: Call): Promise<number> {
  const findings = await terminal.progress('Examine the stack', () =>
    examineStack(stack, Date.now(), signal),
  );
  terminal.answer({ findings });
  terminal.print(tableOf(['check', 'state', 'found'], findings.map(rowOf), terminal));
  const amiss = findings.filter(({ state }) => state === 'amiss');
  terminal.print(
    amiss.length === 0 ? 'Nothing is amiss.' : `${counted(amiss.length, 'check')} amiss.`,
  );
  return amiss.length === 0 ? exitCode.done : exitCode.problem;
}

function rowOf({ check, state, found, remedy }: Finding): string[] {
  const text = remedy === undefined ? found : `${found}. ${remedy}`;
  return [
    check,
    styleText(colours[state], words[state], { stream: process.stdout }),
    text
      .split('\n')
      .map((line) => printable(line))
      .join('\n'),
  ];
}
