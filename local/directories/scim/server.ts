import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import SCIMMYRouters from 'scimmy-routers';
import type { Clock } from '../../../src/provisioning/ports.ts';
import { type AwsDouble, systemClock } from '../aws-double/server.ts';
import { createStateFile } from '../aws-double/state-file.ts';
import { SCIM_PATH, SCIM_TOKEN } from './access.ts';
import { createFront, type ScimOperation } from './fault-injection.ts';
import './resources.ts';
import { answerSecret } from './token-secret.ts';
import { createScimUsers, type ScimUser, type ScimUserSeed, type StoredUser } from './users.ts';

export interface ScimServerOptions {
  /** Default 0: any free port of 127.0.0.1. */
  readonly port?: number;
  readonly clock?: Clock;
  /** Whether a second user of the same name is refused. Default true; not every server does. */
  readonly uniqueUserNames?: boolean;
  /** Whether it filters lists, or answers everybody whatever is asked. Default true. */
  readonly filters?: boolean;
  /** Where users outlive the process. Default: nowhere. */
  readonly dataDir?: string;
  /** The bearer token that it takes. Default `SCIM_TOKEN`. */
  readonly token?: string;
}

export interface ScimServer extends AwsDouble<ScimOperation> {
  /** What `SCIM_BASE_URL` is set to. */
  readonly baseUrl: string;
  /** Every user now, in creation order. */
  users(): ScimUser[];
  addUser(seed: ScimUserSeed): ScimUser;
  /** Sets anything of a user, what no call can change too. */
  updateUser(id: string, changes: Partial<ScimUser>): void;
  removeUser(id: string): void;
  /** From now on it takes this token and no other. */
  changeToken(token: string): void;
}

/**
 * A directory that speaks SCIM 2.0: SCIMMY, which knows the protocol and was written by others, over
 * users in memory. It answers the secret that keeps its token, too, as Secrets Manager would.
 */
export async function startScimServer(options: ScimServerOptions = {}): Promise<ScimServer> {
  const { port = 0, clock = systemClock, uniqueUserNames = true, filters = true } = options;
  const stateFile = createStateFile<readonly StoredUser[]>(options.dataDir, 'scim-users.json', []);
  const users = createScimUsers({
    clock,
    uniqueUserNames,
    stored: stateFile.load(),
    onChange: (all) => stateFile.save(() => all),
  });
  const stopping = new AbortController();
  const { handler: front, ...seen } = createFront(clock, stopping.signal);
  let { token = SCIM_TOKEN } = options;

  const app = express();
  // Express 5 parses the query anew whenever it is read, so what SCIMMY makes of it is lost.
  app.set('query parser', filters ? parseQuery : withoutFilter);
  const routers = new SCIMMYRouters({
    type: 'bearer',
    handler: (request) => {
      if (request.headers.authorization === `Bearer ${token}`) return 'joiner';
      throw new Error('The bearer token is not known here');
    },
    context: () => users,
    baseUri: (request) => `http://${request.headers.host}`,
  });
  app.use(SCIM_PATH, front, routers);
  app.post(
    '/',
    answerSecret(() => token),
  );
  const server = app.listen(port, '127.0.0.1');
  // One that closes an idle connection just as it is used again seems to lose an answer.
  server.keepAliveTimeout = 0;
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    ...seen,
    endpoint,
    baseUrl: `${endpoint}${SCIM_PATH}`,
    users: users.all,
    addUser(seed) {
      const user = users.create(seed);
      if (!user) throw new Error('Two users have the same userName: name them apart');
      return user;
    },
    updateUser: (id, changes) => void users.update(id, changes),
    removeUser: (id) => void users.remove(id),
    changeToken(next) {
      token = next;
    },
    async stop() {
      stopping.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parseQuery(text: string | null): Record<string, string | number> {
  const { startIndex, count, ...query } = Object.fromEntries(new URLSearchParams(text ?? ''));
  return {
    ...query,
    ...(startIndex !== undefined && { startIndex: Number(startIndex) }),
    ...(count !== undefined && { count: Number(count) }),
  };
}

function withoutFilter(text: string | null): Record<string, string | number> {
  const { filter, ...query } = parseQuery(text);
  return query;
}
