import type { OptionValues } from 'commander';
import { InvalidArgumentError } from 'commander';
import { MAX_TAG_LENGTH, toTag } from '../stack/tag-text.ts';
import type { Host } from './host.ts';
import { onStack, stackCommand } from './on-stack.ts';
import { whyText } from './why-text.ts';

const JSON_SHAPE =
  '{ consumption: "on" | "off", newHireQueue: { waiting, inFlight, delayed }, paused?: { by, at, why?, changedAt? } } (`changedAt`: when the mapping was changed after the note)';

export const pauseCommand = (host: Host) =>
  stackCommand({
    name: 'pause',
    summary: 'Stops consumption: new hires wait in their queue until `resume`.',
    examples: ['pause --stack joiner-prod --why "directory is down, INC-4711"'],
    json: JSON_SHAPE,
    exits: '0 the change has taken effect, 1 nothing is changed',
  })
    .option('--why <text>', 'for the next operator: `doctor` and `resume` show it', whyOption)
    .option('-y, --yes', 'does not ask for confirmation')
    .action((options: OptionValues) =>
      onStack(host, options, async (ctx) => {
        const { turn } = await import('./consumption.ts');
        return turn(false, options, ctx);
      }),
    );

export const resumeCommand = (host: Host) =>
  stackCommand({
    name: 'resume',
    summary: 'Starts consumption again, after showing who stopped it, when and why.',
    examples: ['resume --stack joiner-prod --yes'],
    json: JSON_SHAPE,
    exits: '0 the change has taken effect, 1 nothing is changed',
  })
    .option('-y, --yes', 'does not ask for confirmation')
    .action((options: OptionValues) =>
      onStack(host, options, async (ctx) => {
        const { turn } = await import('./consumption.ts');
        return turn(true, options, ctx);
      }),
    );

function whyOption(text: string): string {
  const why = whyText(text);
  const { length } = toTag(why);
  if (length > 0 && length <= MAX_TAG_LENGTH) return why;
  throw new InvalidArgumentError(
    `It must have at most ${MAX_TAG_LENGTH} characters; each but letters, digits, spaces and +-._:/@ counts three times.`,
  );
}
