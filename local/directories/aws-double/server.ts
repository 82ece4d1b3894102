import type { AwsCredentialIdentity } from '@smithy/types';
import type { Clock } from '../../../src/provisioning/ports.ts';
import { createCallRecord, type RecordedCall } from './calls.ts';
import { createFaultSwitch, type FaultSwitchDeps, type Faults } from './faults.ts';
import { type Route, startHttpServer } from './http-server.ts';
import { type Protocol, type RequestListener, serve } from './serve.ts';

export interface AwsDoubleOptions {
  /** Default 0: any free port of 127.0.0.1. */
  readonly port?: number;
  readonly clock?: Clock;
  /** Default `eu-west-1`. */
  readonly region?: string;
  /** Whose signatures are taken. Default: access key id `test`, secret `test`. */
  readonly credentials?: readonly AwsCredentialIdentity[];
}

/** What every double of a service is to a test. */
export interface AwsDouble<Operation extends string> {
  readonly endpoint: string;
  readonly faults: Faults<Operation>;
  /** Every request so far, in order. */
  readonly calls: readonly RecordedCall<Operation>[];
  countCalls(operation: Operation | 'unknown'): number;
  /** One listener, awaited; the next replaces it. */
  onRequest(listener: RequestListener<Operation>): void;
  /** At once: what hangs is cut off, and nothing is done any more. */
  stop(): Promise<void>;
}

/** What a service is, beside what it shares with the others. */
export interface AwsService<Operation extends string> extends Protocol<Operation> {
  readonly signingName: string;
  readonly routes: readonly Route<Operation>[];
  readonly refusalOf: FaultSwitchDeps['refusalOf'];
}

export const systemClock: Clock = { now: () => Date.now() };

/** A service of AWS over HTTP, with signatures, faults and a record of its calls. */
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
