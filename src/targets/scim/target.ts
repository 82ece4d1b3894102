import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type {
  CreateResult,
  Creation,
  FindResult,
  GetResult,
  PersonIds,
  Target,
} from '../../provisioning/ports.ts';
import { isNotFound, type ScimClient, type ScimResponse, unexpectedResponse } from './client.ts';
import { type FilterResult, filterUsers } from './filter-users.ts';
import { asObject, asText, type ScimObject } from './json.ts';
import { listAllUsers } from './list-all-users.ts';
import { refusalDetailsOf, scimTypeOf } from './refusal.ts';
import { externalIdOf, hasAddress, hasExternalId, toDirectoryUser, toScimUser } from './user.ts';

const CREATE = 'POST /Users';
const GET = 'GET /Users/{id}';

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
}

type Signals = Parameters<Target['find']>[2];

/** Any directory that speaks SCIM 2.0 (RFC 7643, 7644). Finds users by our own id, then by name. */
export function createScimTarget(deps: ScimTargetDeps): Target {
  const { client, baseUrl, enforcesUniqueness, requires } = deps;

  return {
    id: `scim:${baseUrl}`,
    tokenLifeMs: 0,
    enforcesUniqueness,
    supports: { superUsers: false, apiAccess: false },
    requires,
    create,
    find,
    get,
  };

  async function create(creation: Creation, signal: AbortSignal): Promise<CreateResult> {
    const password = deps.newPassword?.();
    const body = toScimUser(creation, {
      ...(password !== undefined && { password }),
      mailNickname: deps.sendsMailNickname ?? false,
    });
    const result = await client.call({ name: CREATE, path: '/Users', body }, signal);
    if (result.kind === 'failed') return { kind: 'unknown', ...result.failure };
    const { status } = result;
    if (status >= 200 && status < 300) return readCreated(result, creation, signal);
    if (status === 409 || scimTypeOf(result.body) === 'uniqueness') return { kind: 'conflict' };
    // Some servers send the same status for an existing user and for an invalid one.
    if (status === 400 || status === 422)
      return { kind: 'rejected', afterLostAnswer: true, details: refusalDetailsOf(result) };
    return unexpectedResult(CREATE, status);
  }

  /**
   * Some servers send 200 or 201 for an account that existed before, or leave out the id of the new one.
   * An account that may be another person's is a conflict: the engine finds it and decides.
   */
  async function readCreated(
    { status, body = {}, location }: ScimResponse,
    creation: Creation,
    signal: AbortSignal,
  ): Promise<CreateResult> {
    const externalId = asText(body['externalid']);
    const isOurs = externalId === externalIdOf(creation);
    if (externalId !== undefined && !isOurs) return { kind: 'conflict' };
    if (body['username'] !== undefined && !isOurs && !isAtAddress(body, creation)) {
      const { failure } = unexpectedResponse(CREATE, status, 'the body describes another user');
      return { kind: 'unknown', ...failure };
    }
    const userId =
      asText(body['id']) ?? idFromUrl(location) ?? idFromUrl(asObject(body['meta'])?.['location']);
    if (userId !== undefined)
      return isOurs || status === 201 ? { kind: 'created', userId } : { kind: 'conflict' };
    const found = await filterByIdThenAddress(creation.fields.emailAddress, creation, signal);
    if (found.kind === 'failed') return { kind: 'unknown', ...found.failure };
    const [user, ...others] = found.kind === 'users' ? found.users : [];
    // No user is visible yet: the same as a lost response.
    if (!user) return { kind: 'unknown', cause: 'target-unavailable' };
    const id = asText(user['id']);
    const isOnlyMatch = others.length === 0 && hasExternalId(user, externalIdOf(creation));
    return isOnlyMatch && id ? { kind: 'created', userId: id } : { kind: 'conflict' };
  }

  async function find(
    emailAddress: string,
    position: string | undefined,
    signals: Signals,
    ids?: PersonIds,
  ): Promise<FindResult> {
    const found = await filterByIdThenAddress(emailAddress, ids, signals.abort);
    switch (found.kind) {
      case 'failed':
        return { kind: 'unfinished', advanced: false, ...found.failure };
      case 'filter-unsupported':
        return findByListing(emailAddress, ids, position, signals);
      case 'users':
        return selectMatches(
          found.users.flatMap((user) => toDirectoryUser(user) ?? []),
          emailAddress,
          ids,
        );
    }
  }

  /** By our own id; by the address if no user has the id. */
  async function filterByIdThenAddress(
    emailAddress: string,
    ids: PersonIds | undefined,
    signal: AbortSignal,
  ): Promise<FilterResult> {
    if (ids) {
      const externalId = externalIdOf(ids);
      const isMatch = (user: ScimObject) => hasExternalId(user, externalId);
      const found = await filterUsers(client, 'externalId', externalId, isMatch, signal);
      const isSettled = found.kind === 'users' && found.users.length > 0;
      if (isSettled || found.kind === 'failed') return found;
    }
    const isMatch = (user: ScimObject) => hasAddress(user, emailAddress);
    return filterUsers(client, 'userName', emailAddress, isMatch, signal);
  }

  async function findByListing(
    emailAddress: string,
    ids: PersonIds | undefined,
    position: string | undefined,
    signals: Signals,
  ): Promise<FindResult> {
    const isMatch = (user: ScimObject) =>
      (ids !== undefined && hasExternalId(user, externalIdOf(ids))) ||
      hasAddress(user, emailAddress);
    const getUser = (userId: string) => get(userId, signals.abort);
    const listed = await listAllUsers(isMatch, position, client, getUser, signals);
    return listed.kind === 'complete' ? selectMatches(listed.matches, emailAddress, ids) : listed;
  }

  async function get(userId: string, signal: AbortSignal): Promise<GetResult> {
    const path = `/Users/${encodeURIComponent(userId)}`;
    const result = await client.call({ name: GET, path }, signal);
    if (result.kind === 'failed') return { kind: 'unknown', ...result.failure };
    const { status, body } = result;
    // A wrong base URL also returns 404, but without a SCIM error body: only the latter means that
    // the user is gone.
    if (isNotFound(result)) return { kind: 'gone' };
    const user = status === 200 && body ? toDirectoryUser(body) : undefined;
    return user?.userId === userId ? { kind: 'present', user } : unexpectedResult(GET, status);
  }
}

/** Prefers users with our own id over users at the address, then the exact spelling of the address. */
function selectMatches(
  users: readonly DirectoryUser[],
  emailAddress: string,
  ids: PersonIds | undefined,
): FindResult {
  const withOurId = users.filter(({ employeeId }) => ids && employeeId === externalIdOf(ids));
  const candidates = withOurId.length > 0 ? withOurId : users;
  const exact = candidates.filter((user) => user.emailAddress === emailAddress);
  const [first, ...others] = exact.length > 0 ? exact : candidates;
  return first ? { kind: 'found', users: [first, ...others] } : { kind: 'absent' };
}

function isAtAddress(user: ScimObject, { fields }: Creation): boolean {
  return hasAddress(user, fields.emailAddress);
}

/** The last segment of a user's own URL (RFC 7644, 3.3). */
function idFromUrl(location: unknown): string | undefined {
  const [, id] = /\/Users\/([^/?#]+)$/i.exec(asText(location) ?? '') ?? [];
  try {
    return id && decodeURIComponent(id);
  } catch {
    return undefined;
  }
}

function unexpectedResult(call: string, status: number) {
  const remedy = 'check SCIM_BASE_URL, and whether the server speaks SCIM 2.0';
  return { kind: 'unknown', ...unexpectedResponse(call, status, remedy).failure } as const;
}
