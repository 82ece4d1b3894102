import { isSameAddress } from '../../provisioning/directory-user.ts';
import { asList, asObject, asText, type ScimObject } from './json.ts';

/** No account that is decided on has more. A longer text is not read: a server may send a megabyte of it. */
const MAX_CHARACTERS = 10_000;
const LINE_END = /[\n\r\u2028\u2029]/;

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
  const userName = shortText(user['username']);
  const { store, rest } = storeIn(userName ?? '');
  const emails = emailsOf(user).map((email) => email.toLowerCase());
  if (rest === '' || emails.includes(userName?.toLowerCase() ?? '')) return userName;
  const isStore = /^[A-Z][A-Z0-9._-]*$/.test(store) || emails.includes(rest.toLowerCase());
  return isStore ? rest : userName;
}

/** What is before and after the first slash, where the rest may be an address; else nothing. */
function storeIn(userName: string): { store: string; rest: string } {
  const slash = userName.indexOf('/');
  const [store, rest] = [userName.slice(0, Math.max(0, slash)), userName.slice(slash + 1)];
  const isName = store !== '' && !store.includes('@');
  const hasAt = rest.slice(1, -1).includes('@') && !LINE_END.test(rest);
  return isName && hasAt ? { store, rest } : { store: '', rest: '' };
}

function shortText(value: unknown): string | undefined {
  const text = asText(value);
  return text !== undefined && text.length > MAX_CHARACTERS ? undefined : text;
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
  return shortText(asObject(email)?.['value'] ?? email);
}
