import {
  ConflictException,
  CreateUserCommand,
  DescribeUserCommand,
  GetUserIdCommand,
  type IdentitystoreClient,
  ResourceNotFoundException,
  ValidationException,
} from '@aws-sdk/client-identitystore';
import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type {
  CallFailure,
  CreateResult,
  Creation,
  FindResult,
  GetResult,
  Target,
} from '../../provisioning/ports.ts';
import { classifyFailure } from '../aws-call-failure.ts';
import { NoSuchStoreError } from './no-such-store-error.ts';
import { ENTERPRISE, toCreateUser, toDirectoryUser, type UserNaming, userNameOf } from './user.ts';

export interface IdentityCenterTargetDeps {
  readonly client: Pick<IdentitystoreClient, 'send'>;
  readonly identityStoreId: string;
  readonly userNaming: UserNaming;
}

/**
 * The identity store of IAM Identity Center. It has no client token, but every user name and address
 * once: a conflict is explained by two look-ups.
 */
export function createIdentityCenterTarget(deps: IdentityCenterTargetDeps): Target {
  const { client, identityStoreId: IdentityStoreId, userNaming } = deps;

  return {
    id: `identity-center:${IdentityStoreId}`,
    tokenLifeMs: 0,
    enforcesUniqueness: true,
    supports: { superUsers: false, apiAccess: false },
    requires: ['firstName', 'lastName'],
    create,
    find,
    get,
  };

  async function create({ fields }: Creation, signal: AbortSignal): Promise<CreateResult> {
    try {
      const command = new CreateUserCommand({
        IdentityStoreId,
        ...toCreateUser(fields, userNaming),
      });
      const { UserId } = await client.send(command, { abortSignal: signal });
      if (UserId) return { kind: 'created', userId: UserId };
      // Something was created, or not: only the directory can tell.
      return { kind: 'unknown', cause: 'target-unavailable' };
    } catch (error) {
      if (error instanceof ConflictException) return conflict(error);
      if (isOfTheHire(error))
        return { kind: 'rejected', afterLostAnswer: (error.$metadata.attempts ?? 1) > 1 };
      return { kind: 'unknown', ...why(error, signal) };
    }
  }

  /** An index tells at once: nothing to go on with. */
  async function find(
    emailAddress: string,
    _position: unknown,
    { abort }: { readonly abort: AbortSignal },
  ): Promise<FindResult> {
    try {
      const named = await lookUp('userName', userNameOf(emailAddress, userNaming), abort);
      if (named?.emailAddress === emailAddress) return { kind: 'found', users: [named] };
      const user = (await lookUp('emails.value', emailAddress, abort)) ?? named;
      return user ? { kind: 'found', users: [user] } : { kind: 'absent' };
    } catch (error) {
      return { kind: 'unfinished', advanced: false, ...why(error, abort) };
    }
  }

  async function get(userId: string, signal: AbortSignal): Promise<GetResult> {
    try {
      const user = await describe(userId, signal);
      return user ? { kind: 'present', user } : { kind: 'gone' };
    } catch (error) {
      return { kind: 'unknown', ...why(error, signal) };
    }
  }

  async function lookUp(
    AttributePath: 'userName' | 'emails.value',
    AttributeValue: string,
    signal: AbortSignal,
  ): Promise<DirectoryUser | undefined> {
    const AlternateIdentifier = { UniqueAttribute: { AttributePath, AttributeValue } };
    const command = new GetUserIdCommand({ IdentityStoreId, AlternateIdentifier });
    const result = await orAbsent(client.send(command, { abortSignal: signal }));
    return result && describe(result.UserId ?? '', signal);
  }

  async function describe(UserId: string, signal: AbortSignal): Promise<DirectoryUser | undefined> {
    const command = new DescribeUserCommand({ IdentityStoreId, UserId, Extensions: [ENTERPRISE] });
    const user = await orAbsent(client.send(command, { abortSignal: signal }));
    return user && toDirectoryUser(user);
  }
}

/** Two at once on one user is no statement about whose the name is. */
function conflict({ Reason }: ConflictException): CreateResult {
  if (Reason !== 'CONCURRENT_MODIFICATION') return { kind: 'conflict' };
  return { kind: 'unknown', cause: 'target-unavailable' };
}

/** A reason is one of the key that the store is encrypted with. */
function isOfTheHire(error: unknown): error is ValidationException {
  return error instanceof ValidationException && !error.Reason;
}

async function orAbsent<Output>(result: Promise<Output>): Promise<Output | undefined> {
  try {
    return await result;
  } catch (error) {
    const isOfUser = error instanceof ResourceNotFoundException && error.ResourceType === 'USER';
    if (isOfUser) return undefined;
    throw error;
  }
}

function why(error: unknown, signal: AbortSignal): CallFailure {
  const isOfStore =
    error instanceof ResourceNotFoundException && error.ResourceType === 'IDENTITY_STORE';
  if (!isOfStore) return classifyFailure(error, signal);
  return { cause: 'target-not-found', error: new NoSuchStoreError() };
}
