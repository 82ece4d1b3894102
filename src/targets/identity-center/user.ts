import type { CreateUserRequest, DescribeUserResponse, Email } from '@aws-sdk/client-identitystore';
import type { AccountFields } from '../../contracts/new-hire.ts';
import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import { type UserNameForm, userNameOf } from '../../provisioning/user-name.ts';

export const ENTERPRISE = 'aws:identitystore:enterprise';

/** "When used in IAM Identity Center, [Name and DisplayName are] required": API reference, CreateUser. */
export function toCreateUser(
  { emailAddress, firstName, lastName }: AccountFields,
  naming: UserNameForm,
): Omit<CreateUserRequest, 'IdentityStoreId'> {
  return {
    UserName: userNameOf(emailAddress, naming),
    Name: { GivenName: firstName, FamilyName: lastName },
    DisplayName: `${firstName} ${lastName}`,
    Emails: [{ Value: emailAddress, Type: 'work', Primary: true }],
  };
}

/**
 * The core's view of a user: a plain account at its primary address, or at its user name if it has
 * no address.
 */
export function toDirectoryUser(user: DescribeUserResponse): DirectoryUser {
  const { UserId = '', UserName = '', Name, Emails = [], CreatedAt } = user;
  const employeeId = employeeNumberOf(user);
  return {
    userId: UserId,
    userName: UserName,
    emailAddress: primaryOf(Emails)?.Value ?? UserName,
    type: 'APP_USER',
    apiAccess: 'DISABLED',
    status: user.UserStatus === 'DISABLED' ? 'DISABLED' : 'ENABLED',
    ...(Name?.GivenName && { firstName: Name.GivenName }),
    ...(Name?.FamilyName && { lastName: Name.FamilyName }),
    ...(CreatedAt && { createTimeMs: CreatedAt.getTime() }),
    ...(employeeId !== undefined && { employeeId }),
  };
}

function primaryOf(emails: readonly Email[]): Email | undefined {
  return emails.find(({ Primary }) => Primary) ?? emails[0];
}

/**
 * The API reference does not document the spelling within an extension. `ExternalIds` belong to an
 * identity provider.
 */
function employeeNumberOf({ Extensions }: DescribeUserResponse): string | undefined {
  const enterprise = Object(Extensions?.[ENTERPRISE]);
  const number = enterprise.employeeNumber ?? enterprise.EmployeeNumber;
  return typeof number === 'string' && number !== '' ? number : undefined;
}
