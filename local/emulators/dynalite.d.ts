declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** A LevelDB folder. Default: in memory. */
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }
  const dynalite: (options?: Options) => Server;
  export = dynalite;
}

declare module 'dynalite/db/index.js' {
  type Item = Record<string, unknown>;
  type ApiError = Error & { readonly body: Record<string, unknown> };

  type Done<T> = (error: Error | null, result: T) => void;
  interface Store {
    readonly db: { open(): Promise<void> };
    readonly lifecycleManager: { gracefulClose(done: (error: Error | null) => void): void };
    getTable(name: string, done: Done<object>): void;
    getItemDb(tableName: string): {
      batch(puts: { type: 'put'; key: string; value: Item }[], done: Done<void>): void;
    };
  }

  const db: {
    create(options: object): Store;
    createKey(item: Item, table: object): string;
    checkConditional(
      request: { readonly ReturnValuesOnConditionCheckFailure?: string },
      oldItem: Item | undefined,
    ): ApiError | null | undefined;
  };
  export = db;
}

declare module 'dynalite/validations/updateItem.js' {
  const validation: {
    readonly types: Record<string, unknown>;
    /** Adds the request's parsed expressions to the request. Returns an error message if one is invalid. */
    custom(request: object, store?: object): string | undefined;
  };
  export = validation;
}

declare module 'dynalite/actions/updateItem.js' {
  type ApiError = Error & { readonly body?: Record<string, string> };
  function updateItem(
    store: object,
    request: object,
    done: (error: ApiError | null, output?: object) => void,
  ): void;
  export = updateItem;
}

declare module 'dynalite/validations/putItem.js' {
  const validation: {
    readonly types: Record<string, unknown>;
    /** Adds the request's parsed condition to the request. Returns an error message if it is invalid. */
    custom(request: object, store?: object): string | undefined;
  };
  export = validation;
}

declare module 'dynalite/actions/putItem.js' {
  type ApiError = Error & { readonly body?: Record<string, string> };
  function putItem(
    store: object,
    request: object,
    done: (error: ApiError | null, output?: object) => void,
  ): void;
  export = putItem;
}

declare module 'dynalite/validations/deleteItem.js' {
  const validation: {
    readonly types: Record<string, unknown>;
    /** Adds the request's parsed condition to the request. Returns an error message if it is invalid. */
    custom(request: object, store?: object): string | undefined;
  };
  export = validation;
}

declare module 'dynalite/actions/deleteItem.js' {
  type ApiError = Error & { readonly body?: Record<string, string> };
  function deleteItem(
    store: object,
    request: object,
    done: (error: ApiError | null, output?: object) => void,
  ): void;
  export = deleteItem;
}
