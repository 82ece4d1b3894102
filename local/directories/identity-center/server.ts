import type { Route } from '../aws-double/http-server.ts';
import {
  type AwsDouble,
  type AwsDoubleOptions,
  startAwsDouble,
  systemClock,
} from '../aws-double/server.ts';
import { createStateFile } from '../aws-double/state-file.ts';
import { errorAnswer, successAnswer } from './answer.ts';
import { type Input, isOperation, type Operation, readInput } from './input.ts';
import { createOperations, type Operations } from './operations.ts';
import { refusalOf } from './refusal.ts';
import { notFound } from './service-errors.ts';
import { createUsers, type User, type UserSeed } from './users.ts';

export interface IdentityCenterDoubleOptions extends AwsDoubleOptions {
  /** The one store that there is. Default: `d-0000000001`. */
  readonly identityStoreId?: string;
  /** The most users that ListUsers puts on a page, whatever it is asked for. Default 100. */
  readonly pageSize?: number;
  /** Where users outlive the process. Default: nowhere. */
  readonly dataDir?: string;
}

export interface IdentityCenterDouble extends AwsDouble<Operation> {
  /** Every user now, in creation order. */
  users(): User[];
  addUser(seed: UserSeed): User;
  removeUser(userId: string): void;
}

/** awsJson1_1: the operation is in a header. */
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
 * The users of an IAM Identity Center identity store over their own wire protocol (awsJson1_1,
 * Signature Version 4 for `identitystore`), held to the constraints of its model, with a clock and
 * faults that a test controls.
 *
 * Assumed where AWS documents nothing: user names and addresses are the same in any letter case.
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
  const save = () => stateFile.save(users.all);
  const operations = createOperations({ identityStoreId, users, pageSize, save });
  const double = await startAwsDouble<Operation>(
    {
      signingName: 'identitystore',
      routes: ROUTES,
      perform(operation, { body }) {
        const input = readInput(operation, body);
        if (input.IdentityStoreId !== identityStoreId) throw notFound('IDENTITY_STORE');
        return perform(operation, input, operations);
      },
      successAnswer,
      errorAnswer,
      refusalOf,
    },
    options,
  );

  return {
    ...double,
    users: users.all,
    addUser(seed) {
      const user = users.add(seed);
      save();
      return user;
    },
    removeUser(userId) {
      users.remove(userId);
      save();
    },
  };
}

function perform<O extends Operation>(
  operation: O,
  input: Input<O>,
  operations: Operations,
): object {
  const act: (input: Input<O>) => object = operations[operation];
  return act(input);
}
