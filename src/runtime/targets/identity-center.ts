import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import type { UserNameForm } from '../../provisioning/user-name.ts';
import { createIdentityCenterTarget } from '../../targets/identity-center/target.ts';
import { withMetrics } from '../../targets/with-metrics.ts';
import { directoryClientSettings, withoutLog } from '../aws-clients.ts';
import type { TargetModule } from './target-module.ts';

const NAMINGS: readonly UserNameForm[] = ['address', 'local-part'];

const settings = {
  IDENTITY_STORE_ID: {
    rule: 'must be the id of an identity store: d- and ten hexadecimal digits, or a UUID',
    read: (text: string) =>
      text.match(/^(d-[0-9a-f]{10}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/)?.[0],
  },
  IDENTITY_CENTER_USER_NAME: {
    rule: 'must be address or local-part: the part of the address that becomes the user name',
    default: 'address',
    read: (text: string) => NAMINGS.find((naming) => naming === text),
  },
};

export const target: TargetModule<typeof settings> = {
  kind: 'identity-center',
  settings,
  create: (
    { IDENTITY_STORE_ID, IDENTITY_CENTER_USER_NAME },
    observer,
    settingsOf = directoryClientSettings,
  ) =>
    withMetrics(
      createIdentityCenterTarget({
        client: withoutLog(new IdentitystoreClient(settingsOf('IDENTITYSTORE'))),
        identityStoreId: IDENTITY_STORE_ID,
        userNaming: IDENTITY_CENTER_USER_NAME,
      }),
      observer,
    ),
};
