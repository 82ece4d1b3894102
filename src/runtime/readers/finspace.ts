import type { DirectoryReader } from '../../targets/directory-reader.ts';
import { FinspaceDataClient } from '../../targets/finspace/client/finspace-data-client.ts';
import { createFinspaceReader } from '../../targets/finspace/reader.ts';
import { type ClientSettings, directoryClientSettings, withoutLog } from '../aws-clients.ts';

/** Reads all of the environment that the client's settings lead to. */
export function createReader(
  _values: unknown,
  settingsOf: ClientSettings = directoryClientSettings,
): DirectoryReader {
  return createFinspaceReader(withoutLog(new FinspaceDataClient(settingsOf('FINSPACE_DATA'))));
}
