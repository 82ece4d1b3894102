import type { Groups } from '../groups.ts';
import { createGroupOperations } from './group-operations.ts';
import type { Input, Operation } from './input.ts';
import { pageOf } from './page.ts';
import { profileOf, wireProfile } from './profile.ts';
import { notFound } from './service-errors.ts';
import type { User, Users } from './users.ts';

export interface OperationParts {
  readonly identityStoreId: string;
  readonly users: Users;
  readonly groups: Groups;
  /** Maximum page size, even if `MaxResults` is larger. */
  readonly pageSize: number;
  /** Stores changes before the response is sent. */
  readonly save: () => void;
}

export type Operations = { readonly [O in Operation]: (input: Input<O>) => object };

/**
 * The operations, for valid input. They return their output.
 * @throws ServiceError when the service refuses the call
 */
export function createOperations(parts: OperationParts): Operations {
  const { identityStoreId: IdentityStoreId, users, pageSize, save } = parts;
  const outputOf = (user: User, extensions: readonly string[] = []) => ({
    IdentityStoreId,
    ...wireUser(user, extensions),
  });

  return {
    ...createGroupOperations(parts),

    CreateUser({ UserName, Name, Emails: [email] = [], ...others }) {
      const user = users.add({
        userName: UserName,
        emailAddress: email?.Value ?? UserName,
        firstName: Name.GivenName,
        lastName: Name.FamilyName,
        profile: profileOf(others),
      });
      save();
      return { IdentityStoreId, UserId: user.userId };
    },

    GetUserId({ AlternateIdentifier: { UniqueAttribute } }) {
      const { AttributePath, AttributeValue } = UniqueAttribute;
      const find = AttributePath === 'userName' ? users.byUserName : users.byEmail;
      const user = find(AttributeValue);
      if (!user) throw notFound('USER');
      return { IdentityStoreId, UserId: user.userId };
    },

    DescribeUser: ({ UserId, Extensions }) => outputOf(users.get(UserId), Extensions),

    /** A page token is the id of the last user on the previous page. */
    ListUsers({ Extensions, ...paging }) {
      const byId = new Map(users.all().map((user) => [user.userId, user]));
      const { ids, ...next } = pageOf([...byId.keys()], paging, pageSize);
      const page = ids.flatMap((id) => byId.get(id) ?? []);
      return { Users: page.map((user) => outputOf(user, Extensions)), ...next };
    },
  };
}

/** The output of DescribeUser and ListUsers. awsJson1_1 has times in seconds. */
function wireUser(user: User, extensions: readonly string[]) {
  const { firstName, lastName, profile = {} } = user;
  return {
    UserId: user.userId,
    UserName: user.userName,
    Name: { GivenName: firstName, FamilyName: lastName },
    DisplayName: `${firstName} ${lastName}`,
    Emails: [{ Value: user.emailAddress, Type: 'work', Primary: true }],
    UserStatus: user.status,
    CreatedAt: user.createTime / 1000,
    ...wireProfile(profile, extensions),
  };
}
