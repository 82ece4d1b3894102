import type { FindResult, PersonIds } from '../../provisioning/ports.ts';
import { hasAddress, hasAnyAddress, hasUserName } from './addresses.ts';
import type { FailedCall, ScimClient } from './client.ts';
import type { ExternalIds } from './external-ids.ts';
import { createEmailFilter } from './filter-by-email.ts';
import { type FilterResult, filterUsers, onceEach } from './filter-users.ts';
import type { ScimObject } from './json.ts';
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
  const filterByEmail = createEmailFilter(client);

  function filterByOwnId(ids: PersonIds, signal: AbortSignal): Promise<FilterResult> {
    const ownId = externalIds.of(ids);
    const isMatch = (user: ScimObject) => externalIds.ownerIn(user) === ownId;
    return filterUsers(client, 'externalId', ownId, isMatch, signal);
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
        ids && filterByOwnId(ids, signal),
        filterByUserName(emailAddress, signal),
        filterByEmail(emailAddress, signal),
      ]);
      if (byId?.kind === 'failed' || (byId?.kind === 'users' && byId.users.length > 0)) return byId;
      if (byUserName.kind !== 'users' || byUserName.users.length > 0) return byUserName;
      return byEmail.kind === 'filter-unsupported' ? byUserName : byEmail;
    },
    filterByEmail,
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
      const failed = results.find(({ kind }) => kind === 'failed');
      if (failed?.kind === 'failed') return failed;
      const users = results.flatMap((result) => (result.kind === 'users' ? result.users : []));
      return { kind: 'users', users: onceEach(users) };
    },
  };
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
