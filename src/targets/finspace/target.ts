import type { CreateResult, Creation, GetResult, Target } from '../../provisioning/ports.ts';
import { classifyFailure } from '../aws-call-failure.ts';
import { refusalOf } from '../aws-refusal.ts';
import type { FieldNames } from '../named-fields.ts';
import { READ_LAG_MS } from '../read-lag.ts';
import { isUserId, unusableUserId } from '../user-id.ts';
import { CreateUserCommand, GetUserCommand } from './client/commands.ts';
import {
  ConflictException,
  ResourceNotFoundException,
  ValidationException,
} from './client/errors.ts';
import type { FinspaceDataClient } from './client/finspace-data-client.ts';
import { createDirectoryScan } from './directory-scan.ts';
import { toDirectoryUser } from './directory-user.ts';
import { seenUserResult, toFindResult } from './find-result.ts';
import { createGrant } from './grant.ts';
import { LIMITS } from './limits.ts';
import { createReadPage } from './read-page.ts';
import { createSeenUsers } from './seen-users.ts';

/** "This token expires in 10 minutes": FinSpace API reference, CreateUser, clientToken. */
const TOKEN_LIFE_MS = 600_000;
/** About 150 bytes each: 40 MB of the function's 512 MB. */
const MAX_SEEN_USERS = 250_000;

/** FinSpace has the contract's own names. */
const FIELD_NAMES: FieldNames = {
  emailAddress: 'emailAddress',
  firstName: 'firstName',
  lastName: 'lastName',
  type: 'type',
  apiAccess: 'apiAccess',
  apiAccessPrincipalArn: 'apiAccessPrincipalArn',
};

export interface FinspaceTargetDeps {
  readonly client: Pick<FinspaceDataClient, 'send'>;
  readonly accountId: string;
  readonly region: string;
  readonly environmentId: string;
}

/** Amazon FinSpace as a directory. It has no look-up by address, so `find` scans it page by page. */
export function createFinspaceTarget(deps: FinspaceTargetDeps): Target {
  const { client, accountId, region, environmentId } = deps;
  const id = `finspace:${accountId}:${region}:${environmentId}`;
  const seenUsers = createSeenUsers(MAX_SEEN_USERS);
  const readPage = createReadPage(client);
  const scan = createDirectoryScan(async (token, signal) => {
    const page = await readPage(token, signal);
    if (page.kind === 'page') seenUsers.add(page.users);
    return page;
  });

  return {
    id,
    tokenLifeMs: TOKEN_LIFE_MS,
    readLagMs: READ_LAG_MS,
    enforcesUniqueness: true,
    supports: { superUsers: true, apiAccess: true },
    requires: [],
    limits: LIMITS,
    findsTogether: true,
    create,
    get,
    grant: createGrant({ client, targetId: id, get }),
    async find(emailAddress, position, { pause, abort }) {
      const userId = seenUsers.userIdOf(emailAddress);
      if (userId !== undefined) {
        const result = seenUserResult(await get(userId, abort), emailAddress, position);
        if (result) return result;
        seenUsers.forget(emailAddress);
      }
      const scanned = await scan.search({ emailAddress, position, pause, abort });
      return toFindResult(scanned, (userId) => get(userId, abort));
    },
  };

  async function create(
    { fields, clientToken }: Creation,
    signal: AbortSignal,
  ): Promise<CreateResult> {
    try {
      const command = new CreateUserCommand({ ...fields, clientToken });
      const { userId } = await client.send(command, { abortSignal: signal });
      if (isUserId(userId)) return { kind: 'created', userId };
      if (userId) return { kind: 'unknown', ...unusableUserId() };
      // Without an id in the response, only a search can find out whether a user was created.
      return { kind: 'unknown', cause: 'target-unavailable' };
    } catch (error) {
      if (error instanceof ConflictException) return { kind: 'conflict' };
      if (error instanceof ValidationException) return refusalOf(error, FIELD_NAMES);
      return { kind: 'unknown', ...classifyFailure(error, signal) };
    }
  }

  async function get(userId: string, signal: AbortSignal): Promise<GetResult> {
    try {
      const output = await client.send(new GetUserCommand({ userId }), { abortSignal: signal });
      const user = toDirectoryUser(output);
      if (user && user.userId !== userId) return { kind: 'unknown', ...unusableUserId() };
      return user ? { kind: 'present', user } : { kind: 'unknown', cause: 'target-unavailable' };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return { kind: 'gone' };
      return { kind: 'unknown', ...classifyFailure(error, signal) };
    }
  }
}
