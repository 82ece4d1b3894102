import { rateOption } from '../format.ts';
import { helpText } from '../help-text.ts';
import type { Host } from '../host.ts';
import { onStack, stackCommand } from '../on-stack.ts';
import { filterOf, withFilters } from './filter.ts';
import type { Options } from './replay.ts';
import { UNVERIFIED } from './unverified.ts';

export const failedReplayCommand = (host: Host) =>
  withFilters(
    stackCommand({
      name: 'replay [id]',
      summary:
        'Sends failed messages back to the queues that they came in by, as they are, the oldest first.',
      examples: [
        'failed replay --stack joiner-prod --reason target-unavailable',
        'failed replay 6b1f4c2a --stack joiner-prod',
        'failed replay --stack joiner-prod --since 2d --rate 20 --yes',
      ],
      json: '{ replayed, done, failed, stalled, toIntake, lost, refused, left, stopped?: "interrupted" | "too-many-failures", stoppedBy?: { done, failed, stalled }, inFlightElsewhere }',
      exits:
        '0 all were sent and none failed again, 1 some are left, lost, failed again, wait to be retried, or are in flight elsewhere',
    }),
  )
    .option('--rate <number>', 'the most messages a second; it starts with 1', rateOption, 5)
    .option(
      '--all',
      'also those that would be rejected again; otherwise each must be named by its id',
    )
    .option(...UNVERIFIED)
    .option('-y, --yes', 'does not ask for confirmation')
    .addHelpText(
      'after',
      helpText(
        '\nLeaves out messages that source, schema, policy or directory would reject again, unless you give --all or an id.',
        'Stops automatically when more than half of the last messages fail again, or still wait to be retried. After that, or after Ctrl-C, run it again for the rest.',
      ),
    )
    .action((id: string | undefined, options: Options) => {
      return onStack(host, options, async (ctx) => {
        const { replayAll } = await import('./replay.ts');
        return replayAll({ ...filterOf(options), id }, options, ctx);
      });
    });
