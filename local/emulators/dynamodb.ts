import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import dynalite from 'dynalite';
import db from 'dynalite/db/index.js';
import deleteItem from 'dynalite/validations/deleteItem.js';
import putItem from 'dynalite/validations/putItem.js';
import updateItem from 'dynalite/validations/updateItem.js';
import { makeFolder } from './make-folder.ts';
import { requestsUnderWay } from './requests-under-way.ts';

type Store = ReturnType<typeof db.create>;
/** As the API has it: attribute values by name. */
type StoredItem = Parameters<typeof db.createKey>[0];

/** The server answers nobody while it takes these in. */
const ITEMS_AT_ONCE = 1000;

export interface LocalDynamoDb {
  /** For a client's `endpoint`, or `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoint: string;
  /** Puts items into a table past the API, which takes ten times as long: for a table of millions. */
  load(tableName: string, items: Iterable<StoredItem>): Promise<void>;
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
  return { server, store };
}

/**
 * dynalite closes its store once no connection is left and no step is being taken. A request of a client
 * that was killed may be between two steps: the next one would find the store closed, and end the process.
 */
function closeAfterRequests(server: Server, { lifecycleManager }: Store): void {
  const underWay = requestsUnderWay(server);
  const { gracefulClose } = lifecycleManager;
  lifecycleManager.gracefulClose = (done) =>
    void Promise.all(underWay).then(() => gracefulClose(done));
}

async function load(store: Store, tableName: string, items: Iterable<StoredItem>): Promise<void> {
  const table = await promisify(store.getTable)(tableName);
  const itemDb = store.getItemDb(tableName);
  const put = promisify(itemDb.batch);
  let puts: Parameters<typeof itemDb.batch>[0] = [];
  for (const value of items) {
    puts.push({ type: 'put', key: db.createKey(value, table), value });
    if (puts.length < ITEMS_AT_ONCE) continue;
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

// dynalite opens its store unseen, and would end the process at the first request if that failed.
const stores = new WeakMap<object, Store>();
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
