import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import SCIMMYRouters from 'scimmy-routers';
import type { Clock } from '../../../src/provisioning/ports.ts';
import { refuseForeignRequests } from '../../refuse-foreign-requests.ts';
import { type AwsDouble, systemClock } from '../aws-double/server.ts';
import { createStateFile } from '../aws-double/state-file.ts';
import { createGroups, type LocalGroups, localGroups } from '../groups.ts';
import { SCIM_PATH, SCIM_TOKEN } from './access.ts';
import { createFront, type ScimOperation } from './fault-injection.ts';
import './group-resource.ts';
import './user-resource.ts';
import { serveTokenSecret } from './token-secret.ts';
import { createScimUsers, type ScimUser, type ScimUserSeed, type StoredUser } from './users.ts';

export interface ScimServerOptions {
  /** Default 0: a free port of 127.0.0.1. */
  readonly port?: number;
  readonly clock?: Clock;
  /** Whether the server refuses a second user of the same name. Default true; some servers do not. */
  readonly uniqueUserNames?: boolean;
  /** Whether the server applies filters; otherwise it ignores them. Default true. */
  readonly filters?: boolean;
  /** Folder that stores users and groups. Default: memory only. */
  readonly dataDir?: string;
  /** The accepted bearer token. Default `SCIM_TOKEN`. */
  readonly token?: string;
}

export interface ScimServer extends AwsDouble<ScimOperation>, LocalGroups {
  /** The value for `SCIM_BASE_URL`. */
  readonly baseUrl: string;
  /** All current users, in creation order. */
  users(): ScimUser[];
  addUser(seed: ScimUserSeed): ScimUser;
  /** Sets any attribute of a user, including those that no API call can change. */
  updateUser(id: string, changes: Partial<ScimUser>): void;
  removeUser(id: string): void;
  /** Replaces the accepted token. */
  changeToken(token: string): void;
}

/**
 * Starts a SCIM 2.0 server: SCIMMY, an independent implementation of the protocol, over users in memory. It
 * also serves its own token the way Secrets Manager would.
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
  const groups = createGroups(options.dataDir);
  const stopping = new AbortController();
  const { handler: front, ...seen } = createFront(clock, stopping.signal);
  let { token = SCIM_TOKEN } = options;

  const app = express();
  // Express 5 parses the query on every access, so SCIMMY's changes to it are lost.
  app.set('query parser', filters ? parseQuery : withoutFilter);
  const routers = new SCIMMYRouters({
    type: 'bearer',
    handler: (request) => {
      if (request.headers.authorization === `Bearer ${token}`) return 'joiner';
      throw new Error('The bearer token is unknown');
    },
    context: () => ({ users, groups }),
    baseUri: (request) => `http://${request.headers.host}`,
  });
  app.use(SCIM_PATH, front, routers);
  app.post(
    '/',
    serveTokenSecret(() => token),
  );
  const server = app.listen(port, '127.0.0.1');
  refuseForeignRequests(server);
  // A server that closes an idle connection just as the client reuses it would seem to lose a response.
  server.keepAliveTimeout = 0;
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    ...seen,
    ...localGroups(groups),
    endpoint,
    baseUrl: `${endpoint}${SCIM_PATH}`,
    users: users.all,
    addUser(seed) {
      const user = users.create(seed);
      if (!user) throw new Error('The userName is taken: use a different one');
      return user;
    },
    updateUser: (id, changes) => void users.update(id, changes),
    removeUser(id) {
      groups.forget(id);
      users.remove(id);
    },
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
