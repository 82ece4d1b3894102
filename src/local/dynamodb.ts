import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import db from 'dynalite/db/index.js';
import deleteItem from 'dynalite/validations/deleteItem.js';
import putItem from 'dynalite/validations/putItem.js';
import updateItem from 'dynalite/validations/updateItem.js';
import { makeFolder } from './make-folder.ts';

interface LocalDynamoDb {
  /** For a client's `endpoint`, or `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoint: string;
  /** Finishes what is under way, then closes the port and the data folder. */
  stop(): Promise<void>;
}

/**
 * Starts a DynamoDB on 127.0.0.1, in this process; any credentials are accepted.
 *
 * `port`: 0 or none takes a free one. `dataDir`: keeps the tables in this folder, which it makes if
 * need be; without it they live in memory and end with `stop`.
 * Throws when the port is taken or the folder cannot be opened (another stack holds it, for one).
 */
export async function startDynamoDb(
  options: { port?: number; dataDir?: string } = {},
): Promise<LocalDynamoDb> {
  const server = await openServer(options.dataDir);
  try {
    await listen(server, options.port ?? 0);
  } catch (error) {
    await close(server).catch(() => undefined);
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => close(server) };
}

async function openServer(dataDir: string | undefined): Promise<Server> {
  if (dataDir !== undefined) await makeFolder(dataDir);
  const options = {
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(dataDir !== undefined && { path: dataDir }),
  };
  const server = dynalite(options);
  await stores.get(options)?.db.open();
  return server;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
}

// dynalite opens its store unseen, and would end the process at the first request if that failed.
const stores = new WeakMap<object, ReturnType<typeof db.create>>();
const createStore = db.create;
db.create = (options) => {
  const store = createStore(options);
  stores.set(options, store);
  return store;
};

// dynalite drops what its validations do not list, and answers a failed condition without the old item.
// The check runs under the item's lock, so the item it saw is the one the condition failed on.
for (const { types } of [putItem, updateItem, deleteItem]) {
  types['ReturnValuesOnConditionCheckFailure'] = { type: 'String', enum: ['ALL_OLD', 'NONE'] };
}
const checkConditional = db.checkConditional;
db.checkConditional = (request, oldItem) => {
  const failure = checkConditional(request, oldItem);
  if (failure && oldItem && request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD') {
    failure.body['Item'] = oldItem;
  }
  return failure;
};
