import type { AwsCredentialIdentity } from '@smithy/types';
import type { Clock } from '../../provisioning/ports.ts';
import { createCallRecord, type RecordedCall } from './calls.ts';
import { createClientTokens } from './client-tokens.ts';
import { createFaultSwitch, type Faults } from './faults.ts';
import { startHttpServer } from './http-server.ts';
import { createOperations } from './operations.ts';
import { createPageTokens } from './page-tokens.ts';
import { type RequestListener, serve } from './serve.ts';
import { createStateFile, noStateFile } from './state-file.ts';
import { createUsers, type EmailUniqueness, type User, type UserSeed } from './users.ts';

export interface FinspaceDoubleOptions {
  /** Default 0: any free port of 127.0.0.1. */
  readonly port?: number;
  readonly clock?: Clock;
  /** Default `eu-west-1`. */
  readonly region?: string;
  /** Whose signatures are taken. Default: access key id `test`, secret `test`. */
  readonly credentials?: readonly AwsCredentialIdentity[];
  /** Default `case-sensitive`: two spellings are two users. */
  readonly emailUniqueness?: EmailUniqueness;
  /** How long a new user stays CREATING. Default 0. */
  readonly creatingMs?: number;
  /** The most users that ListUsers puts on a page, whatever it is asked for. Default 100. */
  readonly pageSize?: number;
  /** Where users and client tokens outlive the process. Default: nowhere. */
  readonly dataDir?: string;
}

export interface FinspaceDouble {
  readonly endpoint: string;
  readonly faults: Faults;
  /** Every request so far, in order. */
  readonly calls: readonly RecordedCall[];
  countCalls(operation: RecordedCall['operation']): number;
  /** Every user now, in creation order. */
  users(): User[];
  addUser(seed: UserSeed): User;
  /** Sets anything of a user, what no call can change too. */
  updateUser(userId: string, changes: Partial<User>): User;
  removeUser(userId: string): void;
  /** Every `nextToken` given out so far is refused from now on. */
  expirePageTokens(): void;
  /** One listener, awaited; the next replaces it. */
  onRequest(listener: RequestListener): void;
  /** At once: what hangs is cut off, and nothing is done any more. */
  stop(): Promise<void>;
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
  const clock = options.clock ?? { now: () => Date.now() };
  const stateFile = options.dataDir === undefined ? noStateFile : createStateFile(options.dataDir);
  const state = stateFile.load();
  const { emailUniqueness = 'case-sensitive', creatingMs = 0, pageSize = 100 } = options;
  const users = createUsers({ clock, emailUniqueness, creatingMs }, state.users);
  const clientTokens = createClientTokens(clock, state.clientTokens);
  const pageTokens = createPageTokens();
  const save = () =>
    stateFile.save(() => ({ users: users.stored(), clientTokens: clientTokens.stored() }));

  const stopping = new AbortController();
  const faultSwitch = createFaultSwitch(stopping.signal, clock);
  const record = createCallRecord(clock);
  let listener: RequestListener = () => {};
  const conversation = {
    signing: {
      region: options.region ?? 'eu-west-1',
      credentials: options.credentials ?? [{ accessKeyId: 'test', secretAccessKey: 'test' }],
    },
    operations: createOperations({ users, clientTokens, pageTokens, pageSize, save }),
    faultSwitch,
    beginCall: record.begin,
    listener: () => listener,
    stopped: stopping.signal,
  };
  const http = await startHttpServer(options.port ?? 0, (request) => serve(request, conversation));

  return {
    endpoint: http.endpoint,
    faults: faultSwitch.faults,
    calls: record.calls,
    countCalls: (operation) => record.calls.filter((call) => call.operation === operation).length,
    users: users.all,
    addUser: (seed) => saved(users.add(seed), save),
    updateUser: (userId, changes) => saved(users.overwrite(userId, changes), save),
    removeUser: (userId) => saved(users.remove(userId), save),
    expirePageTokens: pageTokens.expireAll,
    onRequest(next) {
      listener = next;
    },
    stop() {
      stopping.abort();
      return http.stop();
    },
  };
}

function saved<T>(result: T, save: () => void): T {
  save();
  return result;
}
