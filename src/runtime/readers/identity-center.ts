import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import type { DirectoryReader } from '../../targets/directory-reader.ts';
import { createIdentityCenterReader } from '../../targets/identity-center/reader.ts';
import { type ClientSettings, directoryClientSettings, withoutLog } from '../aws-clients.ts';

/** Reads all of the identity store that the settings name. */
export function createReader(
  { IDENTITY_STORE_ID }: { readonly IDENTITY_STORE_ID: string },
  settingsOf: ClientSettings = directoryClientSettings,
): DirectoryReader {
  const client = withoutLog(new IdentitystoreClient(settingsOf('IDENTITYSTORE')));
  return createIdentityCenterReader(client, IDENTITY_STORE_ID);
}
