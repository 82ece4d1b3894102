import type { AwsCredentialIdentity } from '@smithy/types';
import type { Clock } from '../../../src/provisioning/ports.ts';
import { createCallRecord, type RecordedCall } from './calls.ts';
import { createFaultSwitch, type FaultSwitchDeps, type Faults } from './faults.ts';
import { type Route, startHttpServer } from './http-server.ts';
import { type Protocol, type RequestListener, serve } from './serve.ts';

export interface AwsDoubleOptions {
  /** Default 0: a free port of 127.0.0.1. */
  readonly port?: number;
  readonly clock?: Clock;
  /** Default `eu-west-1`. */
  readonly region?: string;
  /** Accepted credentials. Default: access key id `test`, secret `test`. */
  readonly credentials?: readonly AwsCredentialIdentity[];
}

/** The interface of every service double to a test. */
export interface AwsDouble<Operation extends string> {
  readonly endpoint: string;
  readonly faults: Faults<Operation>;
  /** Every request so far, in order. */
  readonly calls: readonly RecordedCall<Operation>[];
  countCalls(operation: Operation | 'unknown'): number;
  /** Sets the only listener, replacing the previous one. Requests wait for it. */
  onRequest(listener: RequestListener<Operation>): void;
  /** Closes hanging connections, and carries out no further call. */
  stop(): Promise<void>;
}

/** The parts of a service that differ from other services. */
export interface AwsService<Operation extends string> extends Protocol<Operation> {
  readonly signingName: string;
  readonly routes: readonly Route<Operation>[];
  readonly refusalOf: FaultSwitchDeps['refusalOf'];
}

export const systemClock: Clock = { now: () => Date.now() };

/** Starts an AWS service over HTTP, with signatures, faults and a record of calls. */
export async function startAwsDouble<Operation extends string>(
  { signingName, routes, refusalOf, ...protocol }: AwsService<Operation>,
  { port = 0, clock = systemClock, region = 'eu-west-1', credentials }: AwsDoubleOptions,
): Promise<AwsDouble<Operation>> {
  const stopping = new AbortController();
  const stopped = stopping.signal;
  const faultSwitch = createFaultSwitch<Operation>({ stopped, clock, refusalOf });
  const record = createCallRecord<Operation>(clock);
  let listener: RequestListener<Operation> = () => {};
  const conversation = {
    ...protocol,
    faultSwitch,
    stopped,
    signing: {
      service: signingName,
      region,
      credentials: credentials ?? [{ accessKeyId: 'test', secretAccessKey: 'test' }],
    },
    beginCall: record.begin,
    listener: () => listener,
  };
  const http = await startHttpServer(port, routes, (request) => serve(request, conversation));

  return {
    endpoint: http.endpoint,
    faults: faultSwitch.faults,
    calls: record.calls,
    countCalls: (operation) => record.calls.filter((call) => call.operation === operation).length,
    onRequest(next) {
      listener = next;
    },
    stop() {
      stopping.abort();
      return http.stop();
    },
  };
}
