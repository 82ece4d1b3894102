import { RETRY_CAUSES } from '../provisioning/ending.ts';
import { ListUsersCommand } from '../targets/finspace/client/commands.ts';
import { unanswered } from '../targets/finspace/unanswered.ts';
import { amiss, type Finding, ok } from './finding.ts';
import type { Stack } from './stack.ts';

/** Whether the directory answers a read; as whoever asks, which need not be what the function may. */
export async function checkDirectory(
  { clients }: Stack,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const check = 'directory';
  try {
    await clients.finspace.send(new ListUsersCommand({ maxResults: 1 }), { abortSignal: signal });
    return [ok(check, 'answers a read')];
  } catch (error) {
    const { cause } = unanswered(error, signal);
    const sentence = RETRY_CAUSES[cause].replace(/\.$/, '');
    return [
      amiss(
        check,
        `${sentence} [${cause}]`,
        'Hires wait and are tried again by themselves; if it lasts: joiner pause, until the directory answers.',
      ),
    ];
  }
}
