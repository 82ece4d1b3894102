import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type {
  CallFailure,
  CreateResult,
  Creation,
  FindResult,
  GetResult,
  PersonIds,
  Target,
} from '../../provisioning/ports.ts';
import { type Answered, isNotFound, type ScimClient, unexpected } from './client.ts';
import { asObject, asText, type ScimObject } from './json.ts';
import { lookUp } from './look-up.ts';
import { pageThrough } from './page-through.ts';
import { externalIdOf, hasAddress, hasExternalId, toDirectoryUser, toScimUser } from './user.ts';

const CREATE = 'POST /Users';
const GET = 'GET /Users/{id}';

export interface ScimTargetDeps {
  readonly client: ScimClient;
  /** Names the directory. */
  readonly baseUrl: string;
  /** Whether the server refuses a second user of the same name, which RFC 7643 asks and not all do. */
  readonly enforcesUniqueness: boolean;
  readonly requires: Target['requires'];
  /** A new one for each user, for a server that takes nobody without; it is kept nowhere. */
  readonly newPassword?: () => string;
  /** Whether the server takes nobody without a `mailNickname`, as Entra does. */
  readonly sendsMailNickname?: boolean;
}

type Signals = Parameters<Target['find']>[2];

type Found =
  | { readonly kind: 'users'; readonly users: readonly ScimObject[] }
  | { readonly kind: 'unfiltered' }
  | { readonly kind: 'failed'; readonly why: CallFailure };

/** Any directory that speaks SCIM 2.0 (RFC 7643, 7644). Users are looked up by our own id, then by name. */
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
    const call = { name: CREATE, path: '/Users', body };
    const answer = await client.call(call, signal);
    if (answer.kind === 'failed') return { kind: 'unknown', ...answer.why };
    const { status } = answer;
    if (status >= 200 && status < 300) return created(answer, creation, signal);
    if (status === 409 || answer.body?.['scimtype'] === 'uniqueness') return { kind: 'conflict' };
    // Some servers refuse a user who is there in the same words as one who is badly described.
    if (status === 400 || status === 422) return { kind: 'rejected', afterLostAnswer: true };
    return unforeseen(CREATE, status);
  }

  /**
   * Some servers answer 200 or 201 with an account that was there before, or without the id of the new
   * one. What may be somebody else's is a conflict: the engine finds it, and judges whose it is.
   */
  async function created(
    { status, body = {}, location }: Answered,
    creation: Creation,
    signal: AbortSignal,
  ): Promise<CreateResult> {
    const externalId = asText(body['externalid']);
    const isOurs = externalId === externalIdOf(creation);
    if (externalId !== undefined && !isOurs) return { kind: 'conflict' };
    if (body['username'] !== undefined && !isOurs && !isAt(body, creation))
      return { kind: 'unknown', ...unexpected(CREATE, status, 'with another user').why };
    const userId =
      asText(body['id']) ?? idAt(location) ?? idAt(asObject(body['meta'])?.['location']);
    if (userId !== undefined)
      return isOurs || status === 201 ? { kind: 'created', userId } : { kind: 'conflict' };
    const found = await seek(creation.fields.emailAddress, creation, signal);
    if (found.kind === 'failed') return { kind: 'unknown', ...found.why };
    const [user, ...others] = found.kind === 'users' ? found.users : [];
    // Nobody to be seen yet: as good as a lost answer.
    if (!user) return { kind: 'unknown', cause: 'target-unavailable' };
    const id = asText(user['id']);
    const isOne = others.length === 0 && hasExternalId(user, externalIdOf(creation));
    return isOne && id ? { kind: 'created', userId: id } : { kind: 'conflict' };
  }

  async function find(
    emailAddress: string,
    position: string | undefined,
    signals: Signals,
    ids?: PersonIds,
  ): Promise<FindResult> {
    const found = await seek(emailAddress, ids, signals.abort);
    switch (found.kind) {
      case 'failed':
        return { kind: 'unfinished', advanced: false, ...found.why };
      case 'unfiltered':
        return readAll(emailAddress, ids, position, signals);
      case 'users':
        return foundAmong(
          found.users.flatMap((user) => toDirectoryUser(user) ?? []),
          emailAddress,
          ids,
        );
    }
  }

  /** By our own id; without a find, by the address. */
  async function seek(
    emailAddress: string,
    ids: PersonIds | undefined,
    signal: AbortSignal,
  ): Promise<Found> {
    if (ids) {
      const externalId = externalIdOf(ids);
      const isSought = (user: ScimObject) => hasExternalId(user, externalId);
      const found = await lookUp(client, 'externalId', externalId, isSought, signal);
      const isSettled = found.kind === 'users' && found.users.length > 0;
      if (isSettled || found.kind === 'failed') return found;
    }
    const isSought = (user: ScimObject) => hasAddress(user, emailAddress);
    return lookUp(client, 'userName', emailAddress, isSought, signal);
  }

  async function readAll(
    emailAddress: string,
    ids: PersonIds | undefined,
    position: string | undefined,
    signals: Signals,
  ): Promise<FindResult> {
    const isSought = (user: ScimObject) =>
      (ids !== undefined && hasExternalId(user, externalIdOf(ids))) ||
      hasAddress(user, emailAddress);
    const getUser = (userId: string) => get(userId, signals.abort);
    const read = await pageThrough(isSought, position, client, getUser, signals);
    return read.kind === 'seen' ? foundAmong(read.users, emailAddress, ids) : read;
  }

  async function get(userId: string, signal: AbortSignal): Promise<GetResult> {
    const path = `/Users/${encodeURIComponent(userId)}`;
    const answer = await client.call({ name: GET, path }, signal);
    if (answer.kind === 'failed') return { kind: 'unknown', ...answer.why };
    const { status, body } = answer;
    // Of an address that is wrong nobody says in SCIM's own words that the user is gone.
    if (isNotFound(answer)) return { kind: 'gone' };
    const user = status === 200 && body ? toDirectoryUser(body) : undefined;
    return user?.userId === userId ? { kind: 'present', user } : unforeseen(GET, status);
  }
}

/** Our own id counts more than the address, and its exact spelling more than another. */
function foundAmong(
  users: readonly DirectoryUser[],
  emailAddress: string,
  ids: PersonIds | undefined,
): FindResult {
  const known = users.filter(({ employeeId }) => ids && employeeId === externalIdOf(ids));
  const meant = known.length > 0 ? known : users;
  const exact = meant.filter((user) => user.emailAddress === emailAddress);
  const [first, ...others] = exact.length > 0 ? exact : meant;
  return first ? { kind: 'found', users: [first, ...others] } : { kind: 'absent' };
}

function isAt(user: ScimObject, { fields }: Creation): boolean {
  return hasAddress(user, fields.emailAddress);
}

/** The last segment of a user's own URL (RFC 7644, 3.3). */
function idAt(location: unknown): string | undefined {
  const [, id] = /\/Users\/([^/?#]+)$/i.exec(asText(location) ?? '') ?? [];
  try {
    return id && decodeURIComponent(id);
  } catch {
    return undefined;
  }
}

function unforeseen(call: string, status: number) {
  const remedy = 'check SCIM_BASE_URL, and whether the server speaks SCIM 2.0';
  return { kind: 'unknown', ...unexpected(call, status, remedy).why } as const;
}
