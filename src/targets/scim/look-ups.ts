import { randomUUID } from 'node:crypto';
import { lowerCaseOf } from '../../provisioning/directory-user.ts';
import type { FindResult, PersonIds } from '../../provisioning/ports.ts';
import { hasAddress, hasAnyAddress, hasUserName } from './addresses.ts';
import type { FailedCall, ScimClient } from './client.ts';
import type { ExternalIds } from './external-ids.ts';
import { type FilterResult, filterUsers, onceEach } from './filter-users.ts';
import type { ScimObject } from './json.ts';
import { createOptionalFilter } from './optional-filter.ts';
import { toDirectoryUser } from './user.ts';

export type LookUpResult =
  /** Empty if no user has the person's id or address. */
  | { readonly kind: 'users'; readonly users: readonly ScimObject[] }
  /** The server does not filter by user name. */
  | { readonly kind: 'filter-unsupported' }
  | FailedCall;

export type LookUps = ReturnType<typeof createLookUps>;

/** Looks people up by filters: by our own id, by user name and by e-mail, all at the same time. */
export function createLookUps(client: ScimClient, externalIds: ExternalIds) {
  const filterByEmail = createOptionalFilter({
    client,
    filter(emailAddress, signal) {
      const isMatch = (user: ScimObject) => hasAnyAddress(user, emailAddress);
      return filterUsers(client, 'emails.value', emailAddress, isMatch, signal);
    },
    unusedValue: () => `${randomUUID()}@example.invalid`,
  });
  const filterByEmployee = createOptionalFilter({
    client,
    filter: filterByOwnId,
    unusedValue: randomUUID,
  });

  /** A filter that ignores letter case shows users with other ids, too. They show that it was applied. */
  async function filterByOwnId(ownId: string, signal: AbortSignal): Promise<FilterResult> {
    const ownerIn = (user: ScimObject) => externalIds.ownerIn(user) ?? '';
    const isAlike = (user: ScimObject) => lowerCaseOf(ownerIn(user)) === lowerCaseOf(ownId);
    const result = await filterUsers(client, 'externalId', ownId, isAlike, signal);
    if (result.kind !== 'users') return result;
    return { kind: 'users', users: result.users.filter((user) => ownerIn(user) === ownId) };
  }

  function filterByUserName(emailAddress: string, signal: AbortSignal): Promise<FilterResult> {
    const isMatch = (user: ScimObject) => hasAnyAddress(user, emailAddress);
    return filterUsers(client, 'userName', emailAddress, isMatch, signal);
  }

  return {
    /** The users with our own id; else with the user name; else with the e-mail, if the server filters by it. */
    async lookUp(
      emailAddress: string,
      ids: PersonIds | undefined,
      signal: AbortSignal,
    ): Promise<LookUpResult> {
      const [byId, byUserName, byEmail] = await Promise.all([
        ids && filterByOwnId(externalIds.of(ids), signal),
        filterByUserName(emailAddress, signal),
        filterByEmail(emailAddress, signal),
      ]);
      if (byId?.kind === 'failed' || (byId?.kind === 'users' && byId.users.length > 0)) return byId;
      if (byUserName.kind !== 'users' || byUserName.users.length > 0) return byUserName;
      return byEmail.kind === 'filter-unsupported' ? byUserName : byEmail;
    },
    /**
     * The users whom unique user names do not keep from being created again: those with the e-mail, and those of the
     * employee at any address. Empty, too, where the server has no such filters.
     */
    async lookUpOthers(
      emailAddress: string,
      ids: PersonIds,
      signal: AbortSignal,
    ): Promise<Exclude<LookUpResult, { kind: 'filter-unsupported' }>> {
      const employeeId = externalIds.employeeIdOf(ids);
      const results = await Promise.all([
        filterByEmail(emailAddress, signal),
        ...(employeeId === undefined ? [] : [filterByEmployee(employeeId, signal)]),
      ]);
      return joined(results);
    },
    /** For servers whose filters compare letter case, although their user names do not. */
    async lookUpSpellings(
      emailAddress: string,
      spellings: readonly string[],
      signal: AbortSignal,
    ): Promise<LookUpResult> {
      const isMatch = (user: ScimObject) => hasAnyAddress(user, emailAddress);
      const results = await Promise.all(
        spellings.map((spelled) => filterUsers(client, 'userName', spelled, isMatch, signal)),
      );
      return joined(results);
    },
  };
}

/** Those whom any of the filters shows; none is believed to be complete where one failed. */
function joined(
  results: readonly FilterResult[],
): Exclude<LookUpResult, { kind: 'filter-unsupported' }> {
  const failed = results.find((result) => result.kind === 'failed');
  if (failed) return failed;
  const users = results.flatMap((result) => (result.kind === 'users' ? result.users : []));
  return { kind: 'users', users: onceEach(users) };
}

/**
 * Those of the users who are the person: by our own id; else by user name; else by address; else by any e-mail.
 * Among them the exact spelling of the address wins.
 */
export function bestMatches(
  users: readonly ScimObject[],
  emailAddress: string,
  ids: PersonIds | undefined,
  externalIds: ExternalIds,
): FindResult {
  const ranks: readonly ((user: ScimObject) => boolean)[] = [
    (user) => ids !== undefined && externalIds.ownerIn(user) === externalIds.of(ids),
    (user) => hasUserName(user, emailAddress),
    (user) => hasAddress(user, emailAddress),
    () => true,
  ];
  const best = ranks.map((rank) => users.filter(rank)).find(({ length }) => length > 0) ?? [];
  const accounts = best.flatMap((user) => toDirectoryUser(user, externalIds) ?? []);
  const exact = accounts.filter((account) => account.emailAddress === emailAddress);
  const [first, ...others] = exact.length > 0 ? exact : accounts;
  return first ? { kind: 'found', users: [first, ...others] } : { kind: 'absent' };
}
