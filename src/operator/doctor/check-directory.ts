import { RETRY_CAUSES } from '../../provisioning/hire-result.ts';
import type { Target } from '../../provisioning/ports.ts';
import { readStackSettings, type Stack } from '../stack/stack.ts';
import { type Finding, ok, problem } from './finding.ts';

/** An address without an account: the domain is reserved, and never exists (RFC 2606). */
const UNUSED_ADDRESS = 'no-account@joiner.invalid';

/**
 * Which directory the stack has, and whether it responds to a look-up. The look-up has the permissions
 * of the operator, which may differ from those of the function.
 */
export async function checkDirectory(
  stack: Stack,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const check = 'directory';
  const { target } = await readStackSettings(stack);
  const result = await lookUp(target, signal);
  if (result.kind !== 'unfinished' || result.cause === 'out-of-time')
    return [ok(check, `${target.id} responds to a look-up`)];
  const sentence = RETRY_CAUSES[result.cause].replace(/\.$/, '');
  return [
    problem(
      check,
      `${target.id}: ${sentence} [${result.cause}]`,
      'Hires are retried automatically. If it lasts: joiner pause, until the directory responds.',
    ),
  ];
}

/** In a directory without an index, the first page is enough. */
async function lookUp(target: Pick<Target, 'find'>, abort: AbortSignal) {
  const pause = new AbortController();
  const result = target.find(UNUSED_ADDRESS, undefined, { pause: pause.signal, abort });
  setImmediate(() => pause.abort());
  return result;
}
