/** What may happen to a call of one instance. */
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
  'claim',
  'complete',
  'fail',
  'reopen',
  'save search',
  'read',
  'create',
  'find',
  'get',
  'publish',
  'reject',
  'hand over',
  'set visibility',
  'delete',
] as const;

export type CallName = (typeof CALL_NAMES)[number];

/** A call on its way out of an instance, with what it answers when it fails. */
export interface Call<Answer> {
  readonly service: Service;
  readonly name: CallName;
  perform(): Promise<Answer>;
  /** Answers, or throws, as the port does when the service did. */
  failed(why: Failure): Answer;
  /** Where the service can do half of it. */
  readonly partly?: () => Promise<Answer>;
}

/** A call that waits for the story to let it go. */
export interface HeldCall {
  readonly service: Service;
  readonly name: CallName;
  go(fault?: Fault): Promise<void>;
}

export interface Instance {
  /** Of the messages that it was invoked with. */
  readonly bodies: readonly string[];
  /** Epoch milliseconds at which the invocation is over. */
  readonly endsAtMs: number;
  readonly held: readonly HeldCall[];
  isDead(): boolean;
  call<Answer>(call: Call<Answer>): Promise<Answer>;
  crash(): void;
}

/**
 * One invocation of the function: each of its calls is held until it is let go. Once it has crashed
 * nothing that it still does has an effect, and nothing that it hears of matters.
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

  async function outcomeOf<Answer>(call: Call<Answer>, fault: Fault | undefined): Promise<Answer> {
    if (isDown(call.service) || fault === 'call lost') return call.failed('unavailable');
    if (fault === 'throttled') return call.failed('throttled');
    if (fault === 'partly done' && call.partly) return call.partly();
    const answer = await call.perform();
    return fault === 'answer lost' ? call.failed('unavailable') : answer;
  }

  return {
    ...invocation,
    held,
    crash,
    isDead: () => dead,
    call: <Answer>(call: Call<Answer>) =>
      new Promise<Answer>((resolve, reject) => {
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
