import { UsageError } from '../exit-code.ts';
import { helpText } from '../help-text.ts';
import type { Host } from '../host.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { whyOption } from '../why-text.ts';
import type { Options } from './drop.ts';
import { selectionOf, withFilters } from './filter.ts';
import { UNVERIFIED } from './unverified.ts';

export const failedDropCommand = (host: Host) =>
  withFilters(
    stackCommand({
      name: 'drop [id]',
      summary:
        'Discards failed messages: publishes joiner.user.dropped.v1 for each, and only then deletes it.',
      examples: [
        'failed drop 6b1f4c2a --why "left before the first day" --stack joiner-prod',
        'failed drop --reason outside-policy --why "sent to the wrong stack" --stack joiner-prod',
        'failed drop --sent fixed.jsonl --stack joiner-prod',
      ],
      json: '{ events, lost, left, inFlightElsewhere, event? } (the events as they were published; `event` with an id); with --sent { removed, open: [id], lost, left, inFlightElsewhere }',
      exits:
        '0 all were dropped, 1 some were not, or are in flight elsewhere; with --sent, 1 too if some have no account yet',
    }),
  )
    .option(
      '--why <text>',
      'the reason, for readers of the event: no names, no addresses',
      whyOption,
    )
    .option('--all', 'every failed message')
    .option(
      '--sent <file>',
      'deletes, without an event, the messages whose hires have an account since this file was sent',
    )
    .option(...UNVERIFIED)
    .option('-y, --yes', 'does not ask for confirmation')
    .addHelpText(
      'after',
      helpText(
        '\nAfter `failed export FILE`, a fix and `send FILE`, --sent FILE removes the originals. A message goes only if its hire has an account by the request in the file: its `provisioned` event is out or comes by itself, and a `dropped` event would be wrong. All others stay.',
      ),
    )
    .action((id: string | undefined, options: Options) => {
      const work = workOf(id, options);
      return onStack(host, options, work);
    });

/** @throws {UsageError} */
function workOf(id: string | undefined, options: Options) {
  const { why, sent, yes = false, unverified } = options;
  const selection = sent === undefined ? selectionOf(id, options) : undefined;
  if (sent !== undefined) {
    const isNarrowed = Object.values({ ...selectionOf(id, { ...options, all: true }), why });
    if (options.all || isNarrowed.some((value) => value !== undefined))
      throw new UsageError('--sent takes no id, filter, --all or --why: the file names the hires.');
    return async (ctx: CommandContext) => {
      const { dropSent } = await import('./drop-sent.ts');
      return dropSent(sent, { yes, unverified }, ctx);
    };
  }
  if (why === undefined || selection === undefined)
    throw new UsageError('Give the reason with --why TEXT, for the readers of the event.');
  return async (ctx: CommandContext) => {
    const { dropAll } = await import('./drop.ts');
    return dropAll(selection, { why, yes, unverified }, ctx);
  };
}
