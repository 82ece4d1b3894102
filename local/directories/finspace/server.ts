import type { IncomingRequest } from '../aws-double/serve.ts';
import {
  type AwsDouble,
  type AwsDoubleOptions,
  startAwsDouble,
  systemClock,
} from '../aws-double/server.ts';
import { createStateFile } from '../aws-double/state-file.ts';
import { createGroups, type LocalGroups, localGroups } from '../groups.ts';
import { createClientTokens, type RememberedToken } from './client-tokens.ts';
import { readInput } from './input.ts';
import type { Inputs, Operation } from './input-rules.ts';
import { createOperations, type Operations } from './operations.ts';
import { createPageTokens } from './page-tokens.ts';
import { refusalOf } from './refusal.ts';
import { errorResponse, successResponse } from './response.ts';
import { ROUTES } from './routes.ts';
import {
  createUsers,
  type EmailUniqueness,
  type StoredUser,
  type User,
  type UserSeed,
} from './users.ts';

/** The state that survives a restart. */
interface State {
  readonly users: readonly StoredUser[];
  readonly clientTokens: readonly RememberedToken[];
}

const NO_STATE: State = { users: [], clientTokens: [] };

export interface FinspaceDoubleOptions extends AwsDoubleOptions {
  /** Default `case-sensitive`: each spelling can have its own user. */
  readonly emailUniqueness?: EmailUniqueness;
  /** How long a new user stays CREATING. Default 0. */
  readonly creatingMs?: number;
  /** Maximum page size of ListUsers, even if the request asks for more. Default 100. */
  readonly pageSize?: number;
  /** Folder that stores users, groups and client tokens. Default: memory only. */
  readonly dataDir?: string;
}

export interface FinspaceDouble extends AwsDouble<Operation>, LocalGroups {
  /** All current users, in creation order. */
  users(): User[];
  addUser(seed: UserSeed): User;
  /** Sets any field of a user, including those that no API call can change. */
  updateUser(userId: string, changes: Partial<User>): User;
  removeUser(userId: string): void;
  /** Invalidates every `nextToken` issued so far. */
  expirePageTokens(): void;
}

/**
 * Starts a double of Amazon FinSpace's operations on users and permission groups over the real wire protocol
 * (rest-json, Signature Version 4 for `finspace-api`), with the constraints of the service's model. Tests control
 * clock and faults.
 *
 * Assumptions where AWS documents nothing: a known client token with other content causes a
 * ValidationException; `apiAccess` defaults to DISABLED; a session without a duration lasts 60 minutes; adding a member
 * of a permission group to it is a ConflictException. Credentials for a session are random, for any caller and
 * environment.
 */
export async function startFinspaceDouble(
  options: FinspaceDoubleOptions = {},
): Promise<FinspaceDouble> {
  const { clock = systemClock, dataDir } = options;
  const { emailUniqueness = 'case-sensitive', creatingMs = 0, pageSize = 100 } = options;
  const stateFile = createStateFile<State>(dataDir, 'finspace-users.json', NO_STATE);
  const state = stateFile.load();
  const groups = createGroups(dataDir);
  const users = createUsers({ clock, emailUniqueness, creatingMs }, state.users);
  const clientTokens = createClientTokens(clock, state.clientTokens);
  const pageTokens = createPageTokens();
  const save = () =>
    stateFile.save(() => ({ users: users.stored(), clientTokens: clientTokens.stored() }));
  const operations = createOperations({ users, groups, clientTokens, pageTokens, pageSize, save });
  const double = await startAwsDouble<Operation>(
    {
      signingName: 'finspace-api',
      routes: ROUTES,
      perform: (operation, request) => perform(operation, request, operations),
      successResponse,
      errorResponse,
      refusalOf,
    },
    options,
  );

  return {
    ...double,
    ...localGroups(groups),
    users: users.all,
    addUser: (seed) => saved(users.add(seed), save),
    updateUser: (userId, changes) => saved(users.overwrite(userId, changes), save),
    removeUser(userId) {
      groups.forget(userId);
      saved(users.remove(userId), save);
    },
    expirePageTokens: pageTokens.expireAll,
  };
}

function perform<O extends Operation>(
  operation: O,
  { pathParameters: path, query, body }: IncomingRequest<Operation>,
  operations: Operations,
): object {
  const run: (input: Inputs[O]) => object = operations[operation];
  return run(readInput(operation, { path, query, body }));
}

function saved<T>(result: T, save: () => void): T {
  save();
  return result;
}
