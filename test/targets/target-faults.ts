import {
  type InterceptedCall,
  startInterceptingProxy,
  type Verdict,
  type WireAnswer,
} from '../support/http/intercepting-proxy.ts';

/** What befalls a call of a directory, in the words of any of them. */
export type TargetFault =
  | InsteadOfAnswer
  /** Done, and then this in place of the directory's answer. */
  | { readonly onceDone: InsteadOfAnswer }
  /** Done, and then the answer with this in place of every user id. */
  | { readonly userIds: string }
  /** Nothing is done; the connection stays open. */
  | 'hang';

type InsteadOfAnswer =
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
  /** The connection closes in the middle of the answer. */
  | 'break-off';

export type TargetCall = 'create' | 'look-up' | 'grant';

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
  /** Whether it adds an account to a group. */
  isGrant(operation: string): boolean;
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
  /** What comes in place of answers that the directory will give, by what was asked. */
  const toCome = new Map<string, (answer: WireAnswer) => Verdict>();
  const stopped = Promise.withResolvers<Verdict>();

  function take({ operation }: InterceptedCall): TargetFault | undefined {
    const call = kindOf(operation, wording);
    const index = queued.findIndex((one) => one.call === call);
    return index < 0 ? standing.get(call) : queued.splice(index, 1)[0]?.fault;
  }

  proxy.onCall((call, phase) => {
    const asked = `${call.path} ${call.body}`;
    if (phase === 'committed') return call.answer && takeOnce(toCome, asked)?.(call.answer);
    const fault = phase === 'before' ? take(call) : undefined;
    if (fault === undefined) return undefined;
    if (fault === 'hang') {
      hanging.resolve();
      return stopped.promise;
    }
    if (isWithIds(fault)) toCome.set(asked, (answer) => withUserIds(answer, fault.userIds));
    else if (isOnceDone(fault)) toCome.set(asked, () => insteadOf(fault.onceDone, wording));
    else return insteadOf(fault, wording);
    return undefined;
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

function kindOf(operation: string, { isCreate, isGrant }: Wording): TargetCall {
  if (isCreate(operation)) return 'create';
  return isGrant(operation) ? 'grant' : 'look-up';
}

function takeOnce<Value>(values: Map<string, Value>, key: string): Value | undefined {
  const value = values.get(key);
  values.delete(key);
  return value;
}

/** In the words of each protocol. */
function withUserIds(answer: WireAnswer, userId: string): WireAnswer {
  const body: unknown = JSON.parse(answer.body, (name, value) =>
    ['userId', 'UserId', 'id'].includes(name) ? userId : value,
  );
  return { status: answer.status, headers: jsonHeaders(answer), body: JSON.stringify(body) };
}

function jsonHeaders({ headers }: WireAnswer) {
  return { 'content-type': headers?.['content-type'] ?? 'application/json' };
}

function isWithIds(fault: Exclude<TargetFault, 'hang'>): fault is { readonly userIds: string } {
  return typeof fault === 'object' && 'userIds' in fault;
}

function isOnceDone(
  fault: Exclude<TargetFault, 'hang'>,
): fault is { readonly onceDone: InsteadOfAnswer } {
  return typeof fault === 'object' && 'onceDone' in fault;
}

function insteadOf(fault: InsteadOfAnswer, wording: Wording): Verdict {
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
    case 'break-off':
      return { status: 200, headers: { 'content-length': '9' }, body: '{' };
    default:
      return wording.throttled(fault.throttleForSeconds);
  }
}
