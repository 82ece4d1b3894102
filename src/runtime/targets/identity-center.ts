import { CreateUserCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { profileSettings, profileTermsOf } from '../../contracts/profile-settings.ts';
import type { UserNameForm } from '../../provisioning/user-name.ts';
import { createIdentityCenterTarget } from '../../targets/identity-center/target.ts';
import { withMetrics } from '../../targets/with-metrics.ts';
import { directoryClientSettings, withoutLog } from '../aws-clients.ts';
import { composedOnce } from '../composed-once.ts';
import { rehearse } from '../rehearse.ts';
import type { TargetModule } from './target-module.ts';

const NAMINGS: readonly UserNameForm[] = ['address', 'local-part'];

const settings = {
  ...profileSettings,
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
  create: (values, observer, settingsOf = directoryClientSettings) => {
    const client = composedOnce(withoutLog(new IdentitystoreClient(settingsOf('IDENTITYSTORE'))));
    const IdentityStoreId = values.IDENTITY_STORE_ID;
    return {
      ...withMetrics(
        createIdentityCenterTarget({
          client,
          identityStoreId: IdentityStoreId,
          userNaming: values.IDENTITY_CENTER_USER_NAME,
          profile: profileTermsOf(values),
        }),
        observer,
      ),
      rehearseCreate: (part) =>
        rehearse(
          new CreateUserCommand({ IdentityStoreId, UserName: 'none' }),
          (command) => client.send(command, {}),
          part === 'whole' ? { IdentityStoreId, UserId: 'none' } : undefined,
        ),
    };
  },
};
