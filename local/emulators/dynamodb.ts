import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import dynalite from 'dynalite';
import db from 'dynalite/db/index.js';
import deleteItem from 'dynalite/validations/deleteItem.js';
import putItem from 'dynalite/validations/putItem.js';
import updateItem from 'dynalite/validations/updateItem.js';
import { refuseForeignRequests } from '../refuse-foreign-requests.ts';
import { makeFolder } from './make-folder.ts';
import { trackRequestsInFlight } from './requests-in-flight.ts';

type Store = ReturnType<typeof db.create>;
/** As in the API: attribute values by name. */
type StoredItem = Parameters<typeof db.createKey>[0];

/** The server is blocked while it stores one batch of this size. */
const LOAD_BATCH_SIZE = 1000;

export interface LocalDynamoDb {
  /** For a client's `endpoint`, or `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoint: string;
  /** Writes items into a table without the API, ten times as fast: for tables with millions of items. */
  load(tableName: string, items: Iterable<StoredItem>): Promise<void>;
  /** Finishes requests in flight, then closes the port and the data folder. */
  stop(): Promise<void>;
}

/**
 * Starts a DynamoDB on 127.0.0.1, in this process. It accepts any credentials.
 *
 * `port`: default 0, a free port. `dataDir`: the folder that stores the tables, created if missing; by
 * default the tables are in memory and end with `stop`.
 * @throws the system's error when the port is taken, or when the folder cannot be opened, for example
 * because another stack uses it
 */
export async function startDynamoDb(
  options: { port?: number; dataDir?: string } = {},
): Promise<LocalDynamoDb> {
  const { server, store } = await openServer(options.dataDir);
  try {
    await listen(server, options.port ?? 0);
  } catch (error) {
    await close(server).catch(() => undefined);
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    load: (tableName, items) => load(store, tableName, items),
    stop: () => close(server),
  };
}

async function openServer(
  dataDir: string | undefined,
): Promise<{ readonly server: Server; readonly store: Store }> {
  if (dataDir !== undefined) await makeFolder(dataDir);
  const options = {
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(dataDir !== undefined && { path: dataDir }),
  };
  const server = dynalite(options);
  const store = stores.get(options);
  if (!store) throw new Error('dynalite made no store.');
  await store.db.open();
  closeAfterRequests(server, store);
  refuseForeignRequests(server);
  return { server, store };
}

/**
 * dynalite closes its store when no connection and no store operation is left. The request of a killed
 * client may be between two operations: the next one would find the store closed and end the process.
 */
function closeAfterRequests(server: Server, { lifecycleManager }: Store): void {
  const inFlight = trackRequestsInFlight(server);
  const { gracefulClose } = lifecycleManager;
  lifecycleManager.gracefulClose = (done) =>
    void Promise.all(inFlight).then(() => gracefulClose(done));
}

async function load(store: Store, tableName: string, items: Iterable<StoredItem>): Promise<void> {
  const table = await promisify(store.getTable)(tableName);
  const itemDb = store.getItemDb(tableName);
  const put = promisify(itemDb.batch);
  let puts: Parameters<typeof itemDb.batch>[0] = [];
  for (const value of items) {
    puts.push({ type: 'put', key: db.createKey(value, table), value });
    if (puts.length < LOAD_BATCH_SIZE) continue;
    await put(puts);
    puts = [];
  }
  await put(puts);
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

// dynalite does not expose its store. If the store cannot be opened, the first request would end the process.
const stores = new WeakMap<object, Store>();
const createStore = db.create;
db.create = (options) => {
  const store = createStore(options);
  stores.set(options, store);
  return store;
};

// dynalite drops parameters that its validations do not list, and reports a failed condition without the
// old item. The check runs under the item's lock, so it sees the item on which the condition failed.
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
