import type { IncomingRequest } from '../aws-double/serve.ts';
import {
  type AwsDouble,
  type AwsDoubleOptions,
  startAwsDouble,
  systemClock,
} from '../aws-double/server.ts';
import { createStateFile } from '../aws-double/state-file.ts';
import { errorAnswer, successAnswer } from './answer.ts';
import { createClientTokens, type RememberedToken } from './client-tokens.ts';
import { readInput } from './input.ts';
import type { Inputs, Operation } from './input-rules.ts';
import { createOperations, type Operations } from './operations.ts';
import { createPageTokens } from './page-tokens.ts';
import { refusalOf } from './refusal.ts';
import { ROUTES } from './routes.ts';
import {
  createUsers,
  type EmailUniqueness,
  type StoredUser,
  type User,
  type UserSeed,
} from './users.ts';

/** What survives a restart. */
interface State {
  readonly users: readonly StoredUser[];
  readonly clientTokens: readonly RememberedToken[];
}

const NO_STATE: State = { users: [], clientTokens: [] };

export interface FinspaceDoubleOptions extends AwsDoubleOptions {
  /** Default `case-sensitive`: two spellings are two users. */
  readonly emailUniqueness?: EmailUniqueness;
  /** How long a new user stays CREATING. Default 0. */
  readonly creatingMs?: number;
  /** The most users that ListUsers puts on a page, whatever it is asked for. Default 100. */
  readonly pageSize?: number;
  /** Where users and client tokens outlive the process. Default: nowhere. */
  readonly dataDir?: string;
}

export interface FinspaceDouble extends AwsDouble<Operation> {
  /** Every user now, in creation order. */
  users(): User[];
  addUser(seed: UserSeed): User;
  /** Sets anything of a user, what no call can change too. */
  updateUser(userId: string, changes: Partial<User>): User;
  removeUser(userId: string): void;
  /** Every `nextToken` given out so far is refused from now on. */
  expirePageTokens(): void;
}

/**
 * Amazon FinSpace's user operations over its own wire protocol (rest-json, Signature Version 4 for
 * `finspace-api`), held to the constraints of its model, with a clock and faults that a test controls.
 *
 * Assumed where AWS documents nothing: a known client token with other content is a
 * ValidationException; `apiAccess` defaults to DISABLED; a user that is CREATING cannot be enabled or
 * disabled (ConflictException); the tokens of different operations are apart.
 */
export async function startFinspaceDouble(
  options: FinspaceDoubleOptions = {},
): Promise<FinspaceDouble> {
  const { clock = systemClock, dataDir } = options;
  const { emailUniqueness = 'case-sensitive', creatingMs = 0, pageSize = 100 } = options;
  const stateFile = createStateFile<State>(dataDir, 'finspace-users.json', NO_STATE);
  const state = stateFile.load();
  const users = createUsers({ clock, emailUniqueness, creatingMs }, state.users);
  const clientTokens = createClientTokens(clock, state.clientTokens);
  const pageTokens = createPageTokens();
  const save = () =>
    stateFile.save(() => ({ users: users.stored(), clientTokens: clientTokens.stored() }));
  const operations = createOperations({ users, clientTokens, pageTokens, pageSize, save });
  const double = await startAwsDouble<Operation>(
    {
      signingName: 'finspace-api',
      routes: ROUTES,
      perform: (operation, request) => perform(operation, request, operations),
      successAnswer,
      errorAnswer,
      refusalOf,
    },
    options,
  );

  return {
    ...double,
    users: users.all,
    addUser: (seed) => saved(users.add(seed), save),
    updateUser: (userId, changes) => saved(users.overwrite(userId, changes), save),
    removeUser: (userId) => saved(users.remove(userId), save),
    expirePageTokens: pageTokens.expireAll,
  };
}

function perform<O extends Operation>(
  operation: O,
  { pathParameters: path, query, body }: IncomingRequest<Operation>,
  operations: Operations,
): object {
  const act: (input: Inputs[O]) => object = operations[operation];
  return act(readInput(operation, { path, query, body }));
}

function saved<T>(result: T, save: () => void): T {
  save();
  return result;
}
