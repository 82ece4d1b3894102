import type { LocalAccount, LocalAccountSeed, LocalDirectory } from '../local-directory.ts';
import { type ScimServerOptions, startScimServer } from './server.ts';
import type { ScimUser, ScimUserSeed } from './users.ts';

/** Starts a SCIM server as the directory of a local stack. */
export async function startScimDirectory(options: ScimServerOptions): Promise<LocalDirectory> {
  const server = await startScimServer(options);
  return {
    ...server,
    users: () => server.users().map(toAccount),
    addUser: (seed) => toAccount(server.addUser(toUser(seed))),
  };
}

function toUser({
  userId,
  emailAddress,
  firstName,
  lastName,
  status,
  createTime,
}: LocalAccountSeed): ScimUserSeed {
  return {
    ...(userId !== undefined && { id: userId }),
    userName: emailAddress,
    active: status !== 'DISABLED',
    name: {
      ...(firstName !== undefined && { givenName: firstName }),
      ...(lastName !== undefined && { familyName: lastName }),
    },
    ...(createTime !== undefined && { created: new Date(createTime) }),
  };
}

function toAccount({ id, userName, name, active, meta }: ScimUser): LocalAccount {
  return {
    userId: id,
    emailAddress: userName,
    ...(name?.givenName !== undefined && { firstName: name.givenName }),
    ...(name?.familyName !== undefined && { lastName: name.familyName }),
    status: active === false ? 'DISABLED' : 'ENABLED',
    createTime: meta.created.getTime(),
  };
}
