const FORMS = ['address', 'local-part'] as const;

/** How a user name follows from the address of its person. The record stores this, as a user name may be an address. */
export type UserNameForm = (typeof FORMS)[number];

export function userNameOf(emailAddress: string, form: UserNameForm): string {
  return form === 'address' ? emailAddress : emailAddress.slice(0, emailAddress.lastIndexOf('@'));
}

/** Undefined where the user name does not follow from the address, or is not known: then no event has it. */
export function userNameFormOf(
  userName: string | undefined,
  emailAddress: string,
): UserNameForm | undefined {
  return FORMS.find((form) => userNameOf(emailAddress, form) === userName);
}
