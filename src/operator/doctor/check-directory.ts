import { RETRY_CAUSES } from '../../provisioning/hire-result.ts';
import type { Target } from '../../provisioning/ports.ts';
import { readStackSettings, type Stack } from '../stack/stack.ts';
import { amiss, type Finding, ok } from './finding.ts';

/** Nobody has it: the domain is reserved for what does not exist (RFC 2606). */
const NOBODY = 'nobody@joiner.invalid';

/**
 * Which directory there is, and whether it answers a look-up; as whoever asks, which need not be what
 * the function may.
 */
export async function checkDirectory(
  stack: Stack,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const check = 'directory';
  const { target } = await readStackSettings(stack);
  const answer = await lookUp(target, signal);
  if (answer.kind !== 'unfinished' || answer.cause === 'out-of-time')
    return [ok(check, `${target.id} answers a read`)];
  const sentence = RETRY_CAUSES[answer.cause].replace(/\.$/, '');
  return [
    amiss(
      check,
      `${target.id}: ${sentence} [${answer.cause}]`,
      'Hires wait and are tried again by themselves; if it lasts: joiner pause, until the directory answers.',
    ),
  ];
}

/** In a directory without an index, the first page is enough. */
async function lookUp(target: Pick<Target, 'find'>, abort: AbortSignal) {
  const pause = new AbortController();
  const answer = target.find(NOBODY, undefined, { pause: pause.signal, abort });
  setImmediate(() => pause.abort());
  return answer;
}
