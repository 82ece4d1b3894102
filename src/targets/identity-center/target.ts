import {
  ConflictException,
  CreateUserCommand,
  DescribeUserCommand,
  GetUserIdCommand,
  type IdentitystoreClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-identitystore';
import type { ProfileTerms } from '../../contracts/profile-settings.ts';
import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type {
  CreateResult,
  Creation,
  FindResult,
  GetResult,
  Target,
} from '../../provisioning/ports.ts';
import { createProfileRules } from '../../provisioning/profile.ts';
import { type UserNameForm, userNameOf } from '../../provisioning/user-name.ts';
import { refusalOf } from '../aws-refusal.ts';
import type { FieldNames } from '../named-fields.ts';
import { READ_LAG_MS } from '../read-lag.ts';
import { isUserId, unusableUserId } from '../user-id.ts';
import { failureOf, isInvalidInput } from './failure.ts';
import { createGrant } from './grant.ts';
import { limitsOf, PROFILE_LIMITS } from './limits.ts';
import { ENTERPRISE } from './profile.ts';
import { toCreateUser, toDirectoryUser } from './user.ts';

const FIELD_NAMES: FieldNames = {
  UserName: 'emailAddress',
  Emails: 'emailAddress',
  Email: 'emailAddress',
  GivenName: 'firstName',
  FamilyName: 'lastName',
  EmployeeNumber: 'employeeId',
  Title: 'title',
  UserType: 'userType',
  PhoneNumbers: 'phoneNumber',
  PreferredLanguage: 'preferredLanguage',
  Locale: 'locale',
  Timezone: 'timezone',
  Department: 'department',
  Division: 'division',
  Organization: 'organization',
  CostCenter: 'costCenter',
  Manager: 'manager',
};

export interface IdentityCenterTargetDeps {
  readonly client: Pick<IdentitystoreClient, 'send'>;
  readonly identityStoreId: string;
  readonly userNaming: UserNameForm;
  /** Which fields of a profile accounts get, and with which values. Default: none. */
  readonly profile?: ProfileTerms;
}

/**
 * The identity store of IAM Identity Center. It has no client tokens, but user names and addresses are
 * unique: two look-ups find the account behind a conflict.
 */
export function createIdentityCenterTarget(deps: IdentityCenterTargetDeps): Target {
  const { client, identityStoreId: IdentityStoreId, userNaming } = deps;
  const profile = deps.profile && createProfileRules(deps.profile, PROFILE_LIMITS);

  return {
    id: `identity-center:${IdentityStoreId}`,
    tokenLifeMs: 0,
    readLagMs: READ_LAG_MS,
    enforcesUniqueness: true,
    supports: { superUsers: false, apiAccess: false },
    requires: ['firstName', 'lastName'],
    limits: limitsOf(userNaming),
    ...(profile && { profile }),
    create,
    find,
    get,
    grant: createGrant({ client, identityStoreId: IdentityStoreId, get }),
  };

  async function create(creation: Creation, signal: AbortSignal): Promise<CreateResult> {
    try {
      const command = new CreateUserCommand({
        IdentityStoreId,
        ...toCreateUser(creation, userNaming),
      });
      const { UserId } = await client.send(command, { abortSignal: signal });
      if (isUserId(UserId))
        return {
          kind: 'created',
          userId: UserId,
          userName: userNameOf(creation.fields.emailAddress, userNaming),
        };
      if (UserId) return { kind: 'unknown', ...unusableUserId() };
      // Without an id in the response, only a search can find out whether a user was created.
      return { kind: 'unknown', cause: 'target-unavailable' };
    } catch (error) {
      if (error instanceof ConflictException) return conflictResult(error);
      if (isInvalidInput(error)) return refusalOf(error, FIELD_NAMES);
      return { kind: 'unknown', ...failureOf(error, signal) };
    }
  }

  /** The store has an index, so a search is never resumed at a position. */
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
      return { kind: 'unfinished', advanced: false, ...failureOf(error, abort) };
    }
  }

  async function get(userId: string, signal: AbortSignal): Promise<GetResult> {
    try {
      const user = await describe(userId, signal);
      return user ? { kind: 'present', user } : { kind: 'gone' };
    } catch (error) {
      return { kind: 'unknown', ...failureOf(error, signal) };
    }
  }

  async function lookUp(
    AttributePath: 'userName' | 'emails.value',
    AttributeValue: string,
    signal: AbortSignal,
  ): Promise<DirectoryUser | undefined> {
    const AlternateIdentifier = { UniqueAttribute: { AttributePath, AttributeValue } };
    const command = new GetUserIdCommand({ IdentityStoreId, AlternateIdentifier });
    const result = await undefinedIfAbsent(client.send(command, { abortSignal: signal }));
    if (result === undefined) return undefined;
    if (!isUserId(result.UserId)) throw unusableUserId().error;
    return describe(result.UserId, signal);
  }

  async function describe(UserId: string, signal: AbortSignal): Promise<DirectoryUser | undefined> {
    const command = new DescribeUserCommand({ IdentityStoreId, UserId, Extensions: [ENTERPRISE] });
    const user = await undefinedIfAbsent(client.send(command, { abortSignal: signal }));
    if (user && user.UserId !== UserId) throw unusableUserId().error;
    return user && toDirectoryUser(user, profile !== undefined);
  }
}

/** A concurrent modification of a user does not prove that the name is taken. */
function conflictResult({ Reason }: ConflictException): CreateResult {
  if (Reason !== 'CONCURRENT_MODIFICATION') return { kind: 'conflict' };
  return { kind: 'unknown', cause: 'target-unavailable' };
}

async function undefinedIfAbsent<Output>(result: Promise<Output>): Promise<Output | undefined> {
  try {
    return await result;
  } catch (error) {
    const isUserMissing =
      error instanceof ResourceNotFoundException && error.ResourceType === 'USER';
    if (isUserMissing) return undefined;
    throw error;
  }
}
