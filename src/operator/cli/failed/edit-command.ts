import { helpText } from '../help-text.ts';
import type { Host } from '../host.ts';
import { onStack, stackCommand } from '../on-stack.ts';
import type { Options } from './edit.ts';
import { selectionOf, withFilters } from './filter.ts';
import { UNVERIFIED } from './unverified.ts';

export const failedEditCommand = (host: Host) =>
  withFilters(
    stackCommand({
      name: 'edit [id]',
      summary:
        'Opens failed messages in $EDITOR, and sends each corrected one to the queue that it came in by.',
      examples: [
        'failed edit 6b1f4c2a --stack joiner-prod',
        'failed edit --reason invalid-message --stack joiner-prod',
      ],
      json: '{ id, replayed, reason?: { code, message }, keptIn?, inFlightElsewhere }; without an id { messages: [{ id, replayed, reason?, keptIn? }], inFlightElsewhere }',
      exits:
        '0 all corrected messages are sent, 1 some are unchanged, lost, or in flight elsewhere',
    }),
  )
    .option('--all', 'every failed message')
    .option(...UNVERIFIED)
    .option('-y, --yes', 'does not ask for confirmation')
    .addHelpText(
      'after',
      helpText(
        '\nSeveral messages are opened one after the other. An editor that fails (in vi `:cq`) or Ctrl-C ends the series.',
        'What you typed is kept in a file if it could not be sent.',
      ),
    )
    .action(async (id: string | undefined, options: Options) => {
      const filter = selectionOf(id, options);
      const { assertCanEdit } = await import('../editor.ts');
      assertCanEdit(host);
      return onStack(host, options, async (ctx) => {
        const { edit } = await import('./edit.ts');
        return edit(filter, options, ctx);
      });
    });
