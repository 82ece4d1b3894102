import { isThrottlingError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import type { Clock, DirectoryCall, OnDirectoryCall } from '../../provisioning/ports.ts';
import { ListUsersCommand } from './client/commands.ts';
import { ConflictException } from './client/errors.ts';
import type { FinspaceDataClient } from './client/finspace-data-client.ts';

/** Wraps a FinSpace client and reports the duration and result of every call, pages included. */
export function withClientMetrics(
  client: Pick<FinspaceDataClient, 'send'>,
  { clock, onCall }: { readonly clock: Clock; readonly onCall: OnDirectoryCall },
): Pick<FinspaceDataClient, 'send'> {
  const send = async (...[command, options]: Parameters<FinspaceDataClient['send']>) => {
    const startedAtMs = clock.now();
    const report = (result: DirectoryCall['result']) =>
      onCall({
        ms: clock.now() - startedAtMs,
        result,
        isPage: command instanceof ListUsersCommand,
      });
    try {
      const output = await client.send(command, options);
      report('ok');
      return output;
    } catch (error) {
      report(resultOf(error));
      throw error;
    }
  };
  return { send: send as FinspaceDataClient['send'] };
}

function resultOf(error: unknown): DirectoryCall['result'] {
  if (error instanceof ConflictException) return 'conflict';
  return isThrottlingError(error as SdkError) ? 'throttled' : 'other';
}
