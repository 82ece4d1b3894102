/** What may happen to a call of an instance. */
export type Fault =
  | 'call lost'
  | 'answer lost'
  | 'throttled'
  | 'partly done'
  | 'crash before'
  | 'crash after';

export type Failure = 'throttled' | 'unavailable';

export type Service = 'table' | 'directory' | 'outgoing queues' | 'new-hire queue';

export const CALL_NAMES = [
  'take places',
  'read ceiling',
  'claim',
  'point',
  'schedule',
  'read scheduled',
  'end schedule',
  'unpoint',
  'expire pointer',
  'release',
  'complete',
  'finish',
  'fail',
  'reopen',
  'save search',
  'note gone',
  'note back',
  'note employee',
  'delete early',
  'was stored',
  'mark stored',
  'read',
  'create',
  'find',
  'get',
  'grant',
  'publish',
  'reject',
  'defer',
  'set visibility',
  'delete',
  'read due hires',
  'send due hires',
  'mark released',
] as const;

export type CallName = (typeof CALL_NAMES)[number];

/** A call of an instance, with what it returns when it fails. */
export interface Call<Result> {
  readonly service: Service;
  readonly name: CallName;
  perform(): Promise<Result>;
  /** Returns or throws what the port does when the service fails. */
  failed(why: Failure): Result;
  /** Present where the service can do half of it. */
  readonly partly?: () => Promise<Result>;
}

/** A call that waits until the story lets it go out. */
export interface HeldCall {
  readonly service: Service;
  readonly name: CallName;
  go(fault?: Fault): Promise<void>;
}

export interface Instance {
  /** Bodies of the messages that it was invoked with. */
  readonly bodies: readonly string[];
  /** Epoch milliseconds at which the invocation is over. */
  readonly endsAtMs: number;
  readonly held: readonly HeldCall[];
  isDead(): boolean;
  call<Result>(call: Call<Result>): Promise<Result>;
  crash(): void;
}

/**
 * One invocation of the function. Each of its calls is held until the story lets it go out. Once it
 * has crashed, nothing that it still does has an effect.
 */
export function createInstance(
  invocation: Pick<Instance, 'bodies' | 'endsAtMs'>,
  isDown: (service: Service) => boolean,
): Instance {
  const held: (HeldCall & { readonly abandon: () => void })[] = [];
  let dead = false;

  const crash = () => {
    dead = true;
    for (const { abandon } of held.splice(0)) abandon();
  };

  async function outcomeOf<Result>(call: Call<Result>, fault: Fault | undefined): Promise<Result> {
    if (isDown(call.service) || fault === 'call lost') return call.failed('unavailable');
    if (fault === 'throttled') return call.failed('throttled');
    if (fault === 'partly done' && call.partly) return call.partly();
    const result = await call.perform();
    return fault === 'answer lost' ? call.failed('unavailable') : result;
  }

  return {
    ...invocation,
    held,
    crash,
    isDead: () => dead,
    call: <Result>(call: Call<Result>) =>
      new Promise<Result>((resolve, reject) => {
        const abandon = () => reject(new Error('The instance has crashed.'));
        if (dead) return abandon();
        const waiting = {
          service: call.service,
          name: call.name,
          abandon,
          async go(fault?: Fault) {
            if (fault === 'crash before') return crash();
            if (fault === 'crash after') {
              await outcomeOf(call, undefined).catch(() => undefined);
              return crash();
            }
            held.splice(held.indexOf(waiting), 1);
            await outcomeOf(call, fault).then(resolve, reject);
          },
        };
        held.push(waiting);
      }),
  };
}
