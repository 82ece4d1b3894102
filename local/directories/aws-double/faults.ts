import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../../src/provisioning/ports.ts';
import type { Fault } from './fault.ts';
import { createGate } from './gate.ts';
import { createRateLimit, type RateLimit, type RateLimitRule } from './rate-limit.ts';
import type { HttpResponse, HttpResult } from './response.ts';

/** The faults of a test. `*` stands for every operation. */
export interface Faults<Operation extends string = string> {
  /** Faults of the next `times` calls, after those already queued. */
  next(operation: Operation | '*', fault: Fault, times?: number): void;
  /** The fault of every call without a queued one, until `clear`. */
  always(operation: Operation | '*', fault: Fault): void;
  /**
   * Throttles faster calls, by the clock of the double, if they have no fault of `next` or `always`.
   * A limit of `*` is shared by all operations without their own.
   */
  limit(operation: Operation | '*', rule: RateLimitRule): void;
  /** Removes all faults; calls that hang keep hanging. */
  clear(): void;
  /** Resolves as soon as `calls` (default 1) hang. */
  untilHanging(calls?: number): Promise<void>;
  /** Lets every call that hangs continue. */
  release(): void;
}

export interface FaultSwitch<Operation extends string> {
  readonly faults: Faults<Operation>;
  /** The fault of this call, if it has one. */
  take(operation: Operation): Fault | undefined;
  /** The ending of a call that is not done because of its fault. */
  before(fault: Fault | undefined): Promise<HttpResult | undefined>;
  /** The ending of a call that is done. */
  after(fault: Fault | undefined, answer: HttpResponse): Promise<HttpResult>;
}

export interface FaultSwitchDeps {
  /** Rejects the calls that hang or wait. */
  readonly stopped: AbortSignal;
  readonly clock: Clock;
  /** The answer of a fault that replaces the call. */
  readonly refusalOf: (fault: Fault) => HttpResponse | undefined;
}

export function createFaultSwitch<Operation extends string>({
  stopped,
  clock,
  refusalOf,
}: FaultSwitchDeps): FaultSwitch<Operation> {
  const queued: { readonly operation: Operation | '*'; readonly fault: Fault }[] = [];
  const standing = new Map<Operation | '*', Fault>();
  const limits = new Map<Operation | '*', RateLimit>();
  const gate = createGate(stopped);

  const faults: Faults<Operation> = {
    next(operation, fault, times = 1) {
      for (let left = times; left > 0; left -= 1) queued.push({ operation, fault });
    },
    always: (operation, fault) => void standing.set(operation, fault),
    limit: (operation, rule) => void limits.set(operation, createRateLimit(rule, clock)),
    clear() {
      queued.length = 0;
      standing.clear();
      limits.clear();
    },
    untilHanging: (calls = 1) => gate.untilHeld(calls),
    release: gate.release,
  };

  return {
    faults,

    take(operation) {
      const index = queued.findIndex((one) => one.operation === operation || one.operation === '*');
      if (index >= 0) return queued.splice(index, 1)[0]?.fault;
      return (
        standing.get(operation) ??
        standing.get('*') ??
        throttle(limits.get(operation) ?? limits.get('*'))
      );
    },

    async before(fault) {
      if (fault?.kind === 'hang') await gate.wait();
      if (fault?.kind === 'latency') await wait(fault.ms, undefined, { signal: stopped });
      if (fault?.kind === 'drop') return 'no-response';
      return fault && refusalOf(fault);
    },

    async after(fault, answer) {
      if (fault?.kind === 'hang-after-commit') await gate.wait();
      if (fault?.kind === 'lose-response') return 'no-response';
      if (fault?.kind === 'response-without-user-id' && answer.status < 300)
        return { ...answer, body: '{}' };
      return answer;
    },
  };
}

function throttle(limit: RateLimit | undefined): Fault | undefined {
  return limit && !limit.allows() ? { kind: 'throttle' } : undefined;
}
