import type { OptionValues } from 'commander';
import { Option } from 'commander';
import { minutesOption, secondsOption } from './format.ts';
import type { Host } from './host.ts';
import { onStack, stackCommand } from './on-stack.ts';

export const doctorCommand = (host: Host) =>
  stackCommand({
    name: 'doctor',
    summary: 'Checks a stack against its deployment, and gives a remedy for every problem.',
    examples: [
      'doctor --stack joiner-prod',
      'doctor --stack joiner-prod --wait 600',
      'doctor --local --within 0 --json',
    ],
    json: '{ findings: [{ check, state: "ok" | "problem" | "not-checked", found, remedy? }] }',
    exits: '0 no problem, 1 at least one',
  })
    .addOption(
      new Option(
        '--wait [seconds]',
        'checks again until there is no problem, or the time is over (default: 300)',
      )
        .preset('300')
        .argParser(secondsOption),
    )
    .option(
      '--within <minutes>',
      'how long hires and failed messages may wait (default: readyWithinMinutes of the stack)',
      minutesOption,
    )
    .action((options: OptionValues) =>
      onStack(host, options, async (ctx) => {
        const { doctor } = await import('./doctor.ts');
        return doctor(options, ctx);
      }),
    );
