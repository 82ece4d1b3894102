import type { Input, Operation } from './input.ts';
import { notFound, validationError } from './service-errors.ts';
import type { User, Users } from './users.ts';

export interface OperationParts {
  readonly identityStoreId: string;
  readonly users: Users;
  /** The most users on a page, whatever `MaxResults` asks for. */
  readonly pageSize: number;
  /** Makes what changed durable; runs before the caller gets an answer. */
  readonly save: () => void;
}

export type Operations = { readonly [O in Operation]: (input: Input<O>) => object };

/** What each operation does, given input that was checked. They answer the output or throw a ServiceError. */
export function createOperations(parts: OperationParts): Operations {
  const { identityStoreId: IdentityStoreId, users, pageSize, save } = parts;
  const show = (user: User, extensions: readonly string[] = []) => ({
    IdentityStoreId,
    ...wireUser(user, extensions),
  });

  return {
    CreateUser({ UserName, Name, Emails: [email] = [] }) {
      const user = users.add({
        userName: UserName,
        emailAddress: email?.Value ?? UserName,
        firstName: Name.GivenName,
        lastName: Name.FamilyName,
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

    DescribeUser: ({ UserId, Extensions }) => show(users.get(UserId), Extensions),

    /** A page token is the last user of the page before. */
    ListUsers({ MaxResults, NextToken }) {
      const all = users.all();
      const start = all.findIndex(({ userId }) => userId === NextToken) + 1;
      if (NextToken !== undefined && start === 0) throw validationError('NextToken is invalid');
      const page = all.slice(start, start + Math.min(MaxResults, pageSize));
      const isLast = start + page.length >= all.length;
      return {
        Users: page.map((user) => show(user)),
        ...(!isLast && { NextToken: page.at(-1)?.userId }),
      };
    },
  };
}

/** As DescribeUser and ListUsers show it; times in seconds, as awsJson1_1 has them. */
function wireUser(user: User, extensions: readonly string[]) {
  const { firstName, lastName, employeeNumber } = user;
  return {
    UserId: user.userId,
    UserName: user.userName,
    Name: { GivenName: firstName, FamilyName: lastName },
    DisplayName: `${firstName} ${lastName}`,
    Emails: [{ Value: user.emailAddress, Type: 'work', Primary: true }],
    UserStatus: user.status,
    CreatedAt: user.createTime / 1000,
    ...(extensions.length > 0 &&
      employeeNumber !== undefined && {
        Extensions: { 'aws:identitystore:enterprise': { employeeNumber } },
      }),
  };
}
