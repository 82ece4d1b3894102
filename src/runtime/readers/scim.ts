import type { SettingValues } from '../../contracts/setting-rules.ts';
import type { DirectoryReader } from '../../targets/directory-reader.ts';
import { createExternalIds } from '../../targets/scim/external-ids.ts';
import { createScimReader } from '../../targets/scim/reader.ts';
import type { ClientSettings } from '../aws-clients.ts';
import { scimClient, type target } from '../targets/scim.ts';

/** @param client of the same server, if there is one already: it has the token */
export function createReader(
  values: SettingValues<(typeof target)['settings']>,
  clientSettings?: ClientSettings,
  client = scimClient(values, clientSettings),
): DirectoryReader {
  return createScimReader(client, createExternalIds(values.SCIM_EXTERNAL_ID_IS_EMPLOYEE_ID));
}
