import {
  type InterceptedCall,
  startInterceptingProxy,
  type Verdict,
  type WireAnswer,
} from './intercepting-proxy.ts';

/** What befalls a call of a directory, in the words of any of them. */
export type TargetFault =
  | 'throttle'
  | { readonly throttleForSeconds: number }
  /** A load balancer's answer: no error of the directory's own. */
  | 'outage'
  | 'deny'
  /** Says that what was asked can never be. */
  | 'refuse'
  /** An answer that nobody foresaw, which quotes a person. */
  | 'teapot'
  | 'drop'
  /** Done, and then the connection closes. */
  | 'lose-answer'
  /** Nothing is done; the connection stays open. */
  | 'hang';

export type TargetCall = 'create' | 'look-up';

export interface TargetFaults {
  next(call: TargetCall, fault: TargetFault): void;
  always(call: TargetCall, fault: TargetFault): void;
  /** Fulfilled once a call hangs. */
  untilHanging(): Promise<void>;
  /** How many came through so far. */
  calls(): number;
}

/** How a directory's protocol words its refusals. */
export interface Wording {
  isCreate(operation: string): boolean;
  readonly throttled: (retryAfterSeconds: number | undefined) => WireAnswer;
  readonly denied: WireAnswer;
  readonly refused: WireAnswer;
  /** An error that the protocol's owner does not document, with these words. */
  readonly undocumented: (words: string) => WireAnswer;
}

/** Faults between a target and its server. `endpoint` is where the target finds the server through them. */
export async function startTargetFaults(serverEndpoint: string, wording: Wording) {
  const proxy = await startInterceptingProxy();
  const endpoint = proxy.intercept('directory', serverEndpoint);
  const queued: { readonly call: TargetCall; readonly fault: TargetFault }[] = [];
  const standing = new Map<TargetCall, TargetFault>();
  const hanging = Promise.withResolvers<void>();
  /** Bodies of creations whose answers will be lost. */
  const lostAnswers = new Set<string>();
  const stopped = Promise.withResolvers<Verdict>();

  function take({ operation }: InterceptedCall): TargetFault | undefined {
    const call = wording.isCreate(operation) ? 'create' : 'look-up';
    const index = queued.findIndex((one) => one.call === call);
    return index < 0 ? standing.get(call) : queued.splice(index, 1)[0]?.fault;
  }

  proxy.onCall((call, phase) => {
    if (phase === 'committed' && lostAnswers.delete(call.body)) return 'drop';
    if (phase !== 'before') return;
    const fault = take(call);
    if (fault === 'lose-answer') lostAnswers.add(call.body);
    if (fault !== 'hang') return fault && insteadOf(fault, wording);
    hanging.resolve();
    return stopped.promise;
  });

  const faults: TargetFaults = {
    next: (call, fault) => void queued.push({ call, fault }),
    always: (call, fault) => void standing.set(call, fault),
    untilHanging: () => hanging.promise,
    calls: () => proxy.calls.length,
  };
  return {
    endpoint,
    faults,
    async stop() {
      stopped.resolve('drop');
      await proxy.stop();
    },
  };
}

function insteadOf(fault: TargetFault, wording: Wording): Verdict {
  switch (fault) {
    case 'throttle':
      return wording.throttled(undefined);
    case 'outage':
      return { status: 503, headers: { 'content-type': 'text/html' }, body: '<h1>503</h1>' };
    case 'deny':
      return wording.denied;
    case 'refuse':
      return wording.refused;
    case 'teapot':
      return wording.undocumented('zoe.oneill@example.com is not welcome');
    case 'drop':
      return 'drop';
    case 'lose-answer':
    case 'hang':
      return undefined;
    default:
      return wording.throttled(fault.throttleForSeconds);
  }
}
