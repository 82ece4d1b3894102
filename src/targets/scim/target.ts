import type { ProfileTerms } from '../../contracts/profile-settings.ts';
import type { FieldLimit } from '../../provisioning/field-limit.ts';
import type {
  CreateResult,
  Creation,
  FindResult,
  GetResult,
  PersonIds,
  Sought,
  Target,
} from '../../provisioning/ports.ts';
import { READ_LAG_MS } from '../read-lag.ts';
import { hasAnyAddress } from './addresses.ts';
import { type ScimClient, unexpectedStatus } from './client.ts';
import { createExternalIds } from './external-ids.ts';
import { createGrant } from './grant.ts';
import { asText, type ScimObject } from './json.ts';
import { type ListAllResult, listAllUsers } from './list-all-users.ts';
import { bestMatches, createLookUps } from './look-ups.ts';
import { createScimProfileRules } from './phone-numbers.ts';
import { readCreated } from './read-created.ts';
import { readUser } from './read-user.ts';
import { refusalDetailsOf, scimTypeOf } from './refusal.ts';
import { createSpellings } from './spellings.ts';
import { toDirectoryUser, toScimUser } from './user.ts';

const CREATE = 'POST /Users';
/** By id, user name and e-mail; where user names are unique, by e-mail, and by the employee id of a hire that has one. */
const LOOK_UPS_BEFORE_CREATE = { whereUnique: { employee: 2, person: 1 }, elsewhere: 3 };

export interface ScimTargetDeps {
  readonly client: ScimClient;
  /** Identifies the directory. */
  readonly baseUrl: string;
  /**
   * Whether the server refuses a second user of the same name: RFC 7643 requires it, not every
   * server does.
   */
  readonly enforcesUniqueness: boolean;
  readonly requires: Target['requires'];
  /** Creates a password for each user, for servers that require one. It is never stored. */
  readonly newPassword?: () => string;
  /** Whether the server requires a `mailNickname`, as Entra does. */
  readonly sendsMailNickname?: boolean;
  /** Which fields of a profile accounts get, and with which values. Default: none. */
  readonly profile?: ProfileTerms;
  /** The server's own limits, as the operator knows them. Default: none. */
  readonly limits?: readonly FieldLimit[];
  /** Whether `externalId` identifies the employee. Default: true. */
  readonly externalIdIsEmployeeId?: boolean;
}

type Signals = Parameters<Target['find']>[2];

/** Any directory that speaks SCIM 2.0 (RFC 7643, 7644). Finds users by our own id, user name and e-mail. */
export function createScimTarget(deps: ScimTargetDeps): Target {
  const { client, baseUrl, enforcesUniqueness, requires, limits } = deps;
  const profile = deps.profile && createScimProfileRules(deps.profile, limits);
  const externalIds = createExternalIds(deps.externalIdIsEmployeeId ?? true);
  const { lookUp, lookUpOthers, lookUpSpellings } = createLookUps(client, externalIds);
  const spellings = createSpellings();

  return {
    id: `scim:${baseUrl}`,
    tokenLifeMs: 0,
    readLagMs: READ_LAG_MS,
    enforcesUniqueness,
    supports: { superUsers: false, apiAccess: false },
    requires,
    ...(limits && { limits }),
    ...(profile && { profile }),
    create,
    find,
    get,
    grant: createGrant(client),
    expectCreate: (ids) => client.openConnections(lookUpsBeforeCreate(ids)),
    async endInvocation() {
      spellings.forget();
      await client.closeConnections();
    },
  };

  function lookUpsBeforeCreate(ids: PersonIds): number {
    const { whereUnique, elsewhere } = LOOK_UPS_BEFORE_CREATE;
    if (!enforcesUniqueness) return elsewhere;
    return externalIds.employeeIdOf(ids) === undefined ? whereUnique.person : whereUnique.employee;
  }

  async function create(creation: Creation, signal: AbortSignal): Promise<CreateResult> {
    // Where every attempt searches first, that search has looked for e-mail and employee.
    if (enforcesUniqueness) {
      const others = await lookUpOthers(creation.fields.emailAddress, creation, signal);
      if (others.kind === 'failed') return { kind: 'unknown', ...others.failure };
      if (others.users.length > 0) return { kind: 'conflict' };
    }
    const password = deps.newPassword?.();
    const body = toScimUser(creation, externalIds.of(creation), {
      ...(password !== undefined && { password }),
      mailNickname: deps.sendsMailNickname ?? false,
    });
    const result = await client.call({ name: CREATE, path: '/Users', body }, signal);
    if (result.kind === 'failed') {
      // Some servers respond with 500 to a second account.
      const mayBeConflict = result.status === 500;
      return { kind: 'unknown', ...result.failure, ...(mayBeConflict && { mayBeConflict }) };
    }
    const { status } = result;
    spellings.remember(creation.fields.emailAddress, asText(result.body?.['username']));
    if (status >= 200 && status < 300)
      return readCreated(CREATE, result, creation, { externalIds, lookUp }, signal);
    if (status === 409 || scimTypeOf(result.body) === 'uniqueness') return { kind: 'conflict' };
    // Some servers send the same status for an existing user and for an invalid one.
    if (status === 400 || status === 422)
      return {
        kind: 'rejected',
        afterLostAnswer: false,
        mayBeConflict: true,
        details: refusalDetailsOf(result),
      };
    return { kind: 'unknown', ...unexpectedStatus(CREATE, status).failure };
  }

  async function find(
    emailAddress: string,
    position: string | undefined,
    signals: Signals,
    sought?: Sought,
  ): Promise<FindResult> {
    const found = await lookUp(emailAddress, sought, signals.abort);
    switch (found.kind) {
      case 'failed':
        return { kind: 'unfinished', advanced: false, ...found.failure };
      case 'filter-unsupported': {
        const listed = await findByListing(emailAddress, position, signals, sought);
        return listed.kind === 'unlisted' ? listed.unfinished : listed;
      }
      case 'users':
        return found.users.length > 0
          ? bestMatches(found.users, emailAddress, sought, externalIds)
          : findHidden(emailAddress, position, signals, sought);
    }
  }

  /** Filters show no account. After a conflict there is one: filters may compare letter case. */
  async function findHidden(
    emailAddress: string,
    position: string | undefined,
    signals: Signals,
    sought: Sought | undefined,
  ): Promise<FindResult> {
    if (sought?.after !== 'conflict' && sought?.after !== 'refusal') return { kind: 'absent' };
    const spelled = spellings.of(emailAddress);
    const found = await lookUpSpellings(emailAddress, spelled, signals.abort);
    if (found.kind === 'failed') return { kind: 'unfinished', advanced: false, ...found.failure };
    if (found.kind === 'users' && found.users.length > 0)
      return bestMatches(found.users, emailAddress, sought, externalIds);
    if (sought.after === 'refusal') return { kind: 'absent' };
    const listed = await findByListing(emailAddress, position, signals, sought);
    return listed.kind === 'unlisted' ? { kind: 'absent' } : listed;
  }

  async function findByListing(
    emailAddress: string,
    position: string | undefined,
    signals: Signals,
    sought: Sought | undefined,
  ): Promise<FindResult | Extract<ListAllResult, { kind: 'unlisted' }>> {
    const isMatch = (user: ScimObject) =>
      (sought !== undefined && externalIds.ownerIn(user) === externalIds.of(sought)) ||
      hasAnyAddress(user, emailAddress);
    const listed = await listAllUsers(isMatch, position, client, signals);
    return listed.kind === 'complete'
      ? bestMatches(listed.matches, emailAddress, sought, externalIds)
      : listed;
  }

  async function get(userId: string, signal: AbortSignal): Promise<GetResult> {
    const result = await readUser(client, userId, signal);
    if (result.kind === 'failed') {
      const { failure, isUnreadable } = result;
      return { kind: 'unknown', ...failure, ...(isUnreadable && { isUnreadable }) };
    }
    const user = result.kind === 'present' ? toDirectoryUser(result.user, externalIds) : undefined;
    return user ? { kind: 'present', user } : { kind: 'gone' };
  }
}
