import { UnknownSourceError } from '../sources/source-folder.ts';
import { refusalOf } from './edit-message.ts';
import type { FailedMessage } from './failed-message.ts';
import { type RawBounds, rawRefusal } from './raw-refusal.ts';

/**
 * The messages that source, schema, directory or policy would refuse again, whatever their reason was. A file is not
 * looked into, nor a record of a source that this command does not have.
 */
export async function stillRefused(
  messages: readonly FailedMessage[],
  bounds: RawBounds,
): Promise<readonly FailedMessage[]> {
  const refused: FailedMessage[] = [];
  for (const message of messages) if (await isRefused(message, bounds)) refused.push(message);
  return refused;
}

async function isRefused(message: FailedMessage, bounds: RawBounds): Promise<boolean> {
  switch (message.origin) {
    case 'new-hires':
      return refusalOf(message.body, bounds) !== undefined;
    case 'intake':
      return (await rawRefusal(message, bounds).catch(unlessUnknown)) !== undefined;
    case 'intake-files':
      return false;
  }
}

function unlessUnknown(error: unknown): undefined {
  if (!(error instanceof UnknownSourceError)) throw error;
}
