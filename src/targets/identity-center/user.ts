import type { CreateUserRequest, DescribeUserResponse, Email } from '@aws-sdk/client-identitystore';
import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type { Creation } from '../../provisioning/ports.ts';
import { type UserNameForm, userNameOf } from '../../provisioning/user-name.ts';
import { employeeNumberOf, profileInput, profileOf } from './profile.ts';

/** "When used in IAM Identity Center, [Name and DisplayName are] required": API reference, CreateUser. */
export function toCreateUser(
  {
    fields: { emailAddress, firstName, lastName },
    ...others
  }: Pick<Creation, 'fields' | 'employeeId' | 'profile'>,
  naming: UserNameForm,
): Omit<CreateUserRequest, 'IdentityStoreId'> {
  return {
    UserName: userNameOf(emailAddress, naming),
    Name: { GivenName: firstName, FamilyName: lastName },
    DisplayName: `${firstName} ${lastName}`,
    Emails: [{ Value: emailAddress, Type: 'work', Primary: true }],
    ...profileInput(others),
  };
}

/**
 * The core's view of a user: a plain account at its primary address, or at its user name if it has
 * no address.
 * @param showsProfile whether the operator has profiles forwarded or bounded
 */
export function toDirectoryUser(user: DescribeUserResponse, showsProfile = false): DirectoryUser {
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
    ...(showsProfile && { profile: profileOf(user) }),
  };
}

function primaryOf(emails: readonly Email[]): Email | undefined {
  return emails.find(({ Primary }) => Primary) ?? emails[0];
}
