import { asList, asObject, asText, type ScimObject } from './json.ts';

/** An account and a group, each by the id that the server gave it. */
export interface Membership {
  readonly userId: string;
  readonly group: string;
}

/** The ids in a group's `members`. Servers leave the list out, or empty, or cut it. */
export function memberIdsOf(group: ScimObject): readonly string[] {
  return idsIn(group['members']);
}

/** The ids in a user's `groups` (RFC 7643, 4.1.2). Many servers leave the list out. */
export function groupIdsOf(user: ScimObject): readonly string[] {
  return idsIn(user['groups']);
}

/** In any letter case: an operator may have copied the id from a program that writes it in capitals. */
export function isGroup(id: string | undefined, group: string): boolean {
  return id?.toLowerCase() === group.toLowerCase();
}

/** Some servers write a member as a plain string. */
function idsIn(values: unknown): readonly string[] {
  return asList(values).flatMap((each) => asText(asObject(each)?.['value'] ?? each) ?? []);
}
