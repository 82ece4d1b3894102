import type { CreateUserRequest, DescribeUserResponse } from '@aws-sdk/client-identitystore';
import type { Profile } from '../../contracts/profile-fields.ts';
import type { Creation } from '../../provisioning/ports.ts';

/** The only extension; its attributes are named as in SCIM (API reference, CreateUser, example). */
export const ENTERPRISE = 'aws:identitystore:enterprise';

/** The members of CreateUser beyond names and addresses. The employee id is the employee number. */
export function profileInput({
  employeeId,
  profile = {},
}: Pick<Creation, 'employeeId' | 'profile'>): Partial<CreateUserRequest> {
  const { title, userType, preferredLanguage, locale, timezone, phoneNumber, ...others } = profile;
  const { manager, ...organization } = others;
  const enterprise = {
    ...(employeeId !== undefined && { employeeNumber: employeeId }),
    ...organization,
    ...(manager !== undefined && { manager: { value: manager } }),
  };
  return {
    ...(title !== undefined && { Title: title }),
    ...(userType !== undefined && { UserType: userType }),
    ...(preferredLanguage !== undefined && { PreferredLanguage: preferredLanguage }),
    ...(locale !== undefined && { Locale: locale }),
    ...(timezone !== undefined && { Timezone: timezone }),
    ...(phoneNumber !== undefined && {
      PhoneNumbers: [{ Value: phoneNumber, Type: 'work', Primary: true }],
    }),
    ...(Object.keys(enterprise).length > 0 && { Extensions: { [ENTERPRISE]: enterprise } }),
  };
}

/** The store returns what it was given: a member that is absent is one that the user does not have. */
export function profileOf(user: DescribeUserResponse): Profile {
  const { department, division, organization, costCenter, manager } = enterpriseOf(user);
  return {
    title: textOf(user.Title),
    userType: textOf(user.UserType),
    preferredLanguage: textOf(user.PreferredLanguage),
    locale: textOf(user.Locale),
    timezone: textOf(user.Timezone),
    phoneNumber: textOf(user.PhoneNumbers?.[0]?.Value),
    department: textOf(department),
    division: textOf(division),
    organization: textOf(organization),
    costCenter: textOf(costCenter),
    manager: textOf(Object(manager).value),
  };
}

/** In the spelling of AWS's examples, or in that of other members. `ExternalIds` belong to an identity provider. */
export function employeeNumberOf(user: DescribeUserResponse): string | undefined {
  const { employeeNumber, EmployeeNumber } = enterpriseOf(user);
  return textOf(employeeNumber ?? EmployeeNumber) || undefined;
}

function enterpriseOf({ Extensions }: DescribeUserResponse): Readonly<Record<string, unknown>> {
  return Object(Extensions?.[ENTERPRISE]);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
