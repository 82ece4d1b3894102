import type { Service } from '../../local/stack/emulators.ts';

/** The JSON messages between the proxy's process and its parent. */
export interface ProxySettings {
  readonly upstreams: Readonly<Record<Service, string>>;
  readonly addedMs: Readonly<Record<Service, number>>;
  /** If given, the directory is served over TLS, at this distance. */
  readonly directoryRoundTripMs?: number;
}

/** Calls of one operation, and the capacity units that DynamoDB charged for them. */
export interface OperationTally {
  readonly service: Service;
  /** As AWS names it: `UpdateItem`, `SendMessageBatch`, `CreateUser`. */
  readonly operation: string;
  readonly calls: number;
  readonly capacityUnits: number;
}

export type ProxyMessage =
  | {
      readonly kind: 'listening';
      readonly endpoints: Readonly<Record<Service, string>>;
      /** The certificate of the directory's endpoint, in PEM, if that is served over TLS. */
      readonly authority?: string;
    }
  | { readonly kind: 'tally'; readonly tally: readonly OperationTally[] };
