import { isSameAddress } from '../../provisioning/directory-user.ts';
import { asList, asObject, asText, type ScimObject } from './json.ts';

/** The user's address: the user name, or the primary e-mail where the user name is no address. */
export function addressOf(user: ScimObject): string | undefined {
  const userName = userNameOf(user);
  if (userName?.includes('@')) return userName;
  return primaryEmailOf(user) ?? userName;
}

export function hasUserName(user: ScimObject, emailAddress: string): boolean {
  return isSameAddress(userNameOf(user) ?? '', emailAddress);
}

export function hasAddress(user: ScimObject, emailAddress: string): boolean {
  return isSameAddress(addressOf(user) ?? '', emailAddress);
}

/** Any of the user's e-mails, or the user name. */
export function hasAnyAddress(user: ScimObject, emailAddress: string): boolean {
  return (
    hasUserName(user, emailAddress) ||
    emailsOf(user).some((email) => isSameAddress(email, emailAddress))
  );
}

/**
 * Without the name of a user store in front: WSO2 returns `STORE/ada@example.com` for `ada@example.com`. An
 * address may contain a slash itself, so the account's e-mails decide, or else whether the name in front is in
 * upper case: Joiner creates user names in lower case.
 */
function userNameOf(user: ScimObject): string | undefined {
  const userName = asText(user['username']);
  const [, store = '', rest = ''] = /^([^/@]+)\/(.+@.+)$/.exec(userName ?? '') ?? [];
  const emails = emailsOf(user).map((email) => email.toLowerCase());
  if (rest === '' || emails.includes(userName?.toLowerCase() ?? '')) return userName;
  const isStore = /^[A-Z][A-Z0-9._-]*$/.test(store) || emails.includes(rest.toLowerCase());
  return isStore ? rest : userName;
}

function primaryEmailOf(user: ScimObject): string | undefined {
  const emails = asList(user['emails']);
  const primary = emails.find((email) => asObject(email)?.['primary'] === true) ?? emails[0];
  return addressIn(primary);
}

function emailsOf(user: ScimObject): readonly string[] {
  return asList(user['emails']).flatMap((email) => addressIn(email) ?? []);
}

/** Some servers write an e-mail as a plain string. */
function addressIn(email: unknown): string | undefined {
  return asText(asObject(email)?.['value'] ?? email);
}
