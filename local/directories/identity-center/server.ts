import type { Route } from '../aws-double/http-server.ts';
import {
  type AwsDouble,
  type AwsDoubleOptions,
  startAwsDouble,
  systemClock,
} from '../aws-double/server.ts';
import { createStateFile } from '../aws-double/state-file.ts';
import { createGroups, type LocalGroups, localGroups } from '../groups.ts';
import { type Input, isOperation, type Operation, readInput } from './input.ts';
import { createOperations, type Operations } from './operations.ts';
import { refusalOf } from './refusal.ts';
import { errorResponse, successResponse } from './response.ts';
import { notFound } from './service-errors.ts';
import { createUsers, type User, type UserSeed } from './users.ts';

/** What all local directories call the employee number. */
interface Noted {
  readonly employeeId?: string;
}

export interface IdentityCenterDoubleOptions extends AwsDoubleOptions {
  /** The id of the only store. Default: `d-0000000001`. */
  readonly identityStoreId?: string;
  /** Maximum page size of ListUsers, even if the request asks for more. Default 100. */
  readonly pageSize?: number;
  /** Folder that stores users and groups. Default: memory only. */
  readonly dataDir?: string;
}

export interface IdentityCenterDouble extends AwsDouble<Operation>, LocalGroups {
  /** All current users, in creation order. */
  users(): User[];
  addUser(seed: UserSeed & Noted): User;
  updateUser(userId: string, changes: Partial<UserSeed> & Noted): void;
  removeUser(userId: string): void;
}

/** awsJson1_1 identifies an operation by a header. */
const ROUTES: readonly Route<Operation>[] = [
  {
    method: 'POST',
    url: '/',
    operationOf: ({ 'x-amz-target': target = '' }) => {
      const [service, operation = ''] = target.split('.');
      return service === 'AWSIdentityStore' && isOperation(operation) ? operation : 'unknown';
    },
  },
];

/**
 * Starts a double of an IAM Identity Center identity store over the real wire protocol (awsJson1_1,
 * Signature Version 4 for `identitystore`), with the constraints of the service's model. Tests control
 * clock and faults.
 *
 * Assumption where AWS documents nothing: letter case does not matter in user names and addresses.
 */
export async function startIdentityCenterDouble(
  options: IdentityCenterDoubleOptions = {},
): Promise<IdentityCenterDouble> {
  const {
    clock = systemClock,
    dataDir,
    identityStoreId = 'd-0000000001',
    pageSize = 100,
  } = options;
  const stateFile = createStateFile<readonly User[]>(dataDir, 'identity-center-users.json', []);
  const users = createUsers(clock, stateFile.load());
  const groups = createGroups(dataDir);
  const save = () => stateFile.save(users.all);
  const operations = createOperations({ identityStoreId, users, groups, pageSize, save });
  const double = await startAwsDouble<Operation>(
    {
      signingName: 'identitystore',
      routes: ROUTES,
      perform(operation, { body }) {
        const input = readInput(operation, body);
        if (input.IdentityStoreId !== identityStoreId) throw notFound('IDENTITY_STORE');
        return perform(operation, input, operations);
      },
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
    addUser({ employeeId, ...seed }) {
      const user = users.add({ ...seed, ...numberedBy(employeeId) });
      save();
      return user;
    },
    updateUser(userId, { employeeId, ...changes }) {
      users.update(userId, { ...changes, ...numberedBy(employeeId) });
      save();
    },
    removeUser(userId) {
      groups.forget(userId);
      users.remove(userId);
      save();
    },
  };
}

function numberedBy(employeeId: string | undefined): Partial<UserSeed> {
  return employeeId === undefined ? {} : { employeeNumber: employeeId };
}

function perform<O extends Operation>(
  operation: O,
  input: Input<O>,
  operations: Operations,
): object {
  const run: (input: Input<O>) => object = operations[operation];
  return run(input);
}
