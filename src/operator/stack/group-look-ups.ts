import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { type ClientSettings, withoutLog } from '../../runtime/aws-clients.ts';
import type { FindGroup } from '../../targets/find-group.ts';
import { FinspaceDataClient } from '../../targets/finspace/client/finspace-data-client.ts';
import { createFindGroup as createFindPermissionGroup } from '../../targets/finspace/find-group.ts';
import { createFindGroup as createFindStoreGroup } from '../../targets/identity-center/find-group.ts';
import type { ScimClient } from '../../targets/scim/client.ts';
import { findGroup } from '../../targets/scim/read-group.ts';

/** How operators ask a directory whether it has a group. */
export interface GroupLookUp {
  readonly findGroup: FindGroup;
  /**
   * The permission of its own that the operator needs for it. Absent where the call has the function's token: a denial
   * then is the function's, too.
   */
  readonly action?: string;
}

export function finspaceGroups(settingsOf: ClientSettings): GroupLookUp {
  const client = withoutLog(new FinspaceDataClient(settingsOf('FINSPACE_DATA')));
  return {
    findGroup: createFindPermissionGroup(client),
    action: 'finspace:GetPermissionGroup',
  };
}

export function identityCenterGroups(
  identityStoreId: string,
  settingsOf: ClientSettings,
): GroupLookUp {
  const client = withoutLog(new IdentitystoreClient(settingsOf('IDENTITYSTORE')));
  return {
    findGroup: createFindStoreGroup(client, identityStoreId),
    action: 'identitystore:DescribeGroup',
  };
}

export function scimGroups(client: ScimClient): GroupLookUp {
  return { findGroup: (group, signal) => findGroup(client, group, signal) };
}
