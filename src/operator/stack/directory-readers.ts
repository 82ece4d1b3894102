import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { type ClientSettings, withoutLog } from '../../runtime/aws-clients.ts';
import type { DirectoryReader } from '../../targets/directory-reader.ts';
import { FinspaceDataClient } from '../../targets/finspace/client/finspace-data-client.ts';
import { createFinspaceReader } from '../../targets/finspace/reader.ts';
import { createIdentityCenterReader } from '../../targets/identity-center/reader.ts';
import type { ScimClient } from '../../targets/scim/client.ts';
import { createExternalIds } from '../../targets/scim/external-ids.ts';
import { createScimReader } from '../../targets/scim/reader.ts';

/** How operators read all of a directory. */
export function finspaceReader(settingsOf: ClientSettings): DirectoryReader {
  return createFinspaceReader(withoutLog(new FinspaceDataClient(settingsOf('FINSPACE_DATA'))));
}

export function identityCenterReader(
  identityStoreId: string,
  settingsOf: ClientSettings,
): DirectoryReader {
  const client = withoutLog(new IdentitystoreClient(settingsOf('IDENTITYSTORE')));
  return createIdentityCenterReader(client, identityStoreId);
}

export function scimReader(client: ScimClient, externalIdIsEmployeeId: boolean): DirectoryReader {
  return createScimReader(client, createExternalIds(externalIdIsEmployeeId));
}
