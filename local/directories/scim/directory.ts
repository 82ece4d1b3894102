import type {
  LocalAccount,
  LocalAccountChanges,
  LocalAccountSeed,
  LocalDirectory,
} from '../local-directory.ts';
import { type ScimServerOptions, startScimServer } from './server.ts';
import type { ScimUser, ScimUserSeed } from './users.ts';

/** Starts a SCIM server as the directory of a local stack. */
export async function startScimDirectory(options: ScimServerOptions): Promise<LocalDirectory> {
  const server = await startScimServer(options);
  return {
    ...server,
    users: () => server.users().map(toAccount),
    addUser: (seed) => toAccount(server.addUser(toUser(seed))),
    updateUser: (userId, changes) => server.updateUser(userId, toChanges(changes)),
  };
}

function toUser({
  userId,
  emailAddress,
  firstName,
  lastName,
  status,
  createTime,
  employeeId,
}: LocalAccountSeed): ScimUserSeed {
  return {
    ...(userId !== undefined && { id: userId }),
    userName: emailAddress,
    active: status !== 'DISABLED',
    ...(employeeId !== undefined && { externalId: employeeId }),
    name: {
      ...(firstName !== undefined && { givenName: firstName }),
      ...(lastName !== undefined && { familyName: lastName }),
    },
    ...(createTime !== undefined && { created: new Date(createTime) }),
  };
}

/** A user is at the address of its user name, and has it as an e-mail, too. */
function toChanges({ emailAddress, status, employeeId }: LocalAccountChanges): Partial<ScimUser> {
  return {
    ...(emailAddress !== undefined && {
      userName: emailAddress,
      emails: [{ value: emailAddress, primary: true }],
    }),
    ...(status !== undefined && { active: status !== 'DISABLED' }),
    ...(employeeId !== undefined && { externalId: employeeId }),
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
