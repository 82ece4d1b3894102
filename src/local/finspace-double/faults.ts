import { setTimeout as wait } from 'node:timers/promises';
import {
  type Answer,
  type Ending,
  errorAnswer,
  unavailableAnswer,
  withRetryAfter,
} from './answer.ts';
import type { Operation } from './input.ts';
import { conflict, ServiceError, validationError } from './service-error.ts';

/** What can go wrong with one call. */
export type Fault =
  /** 429 ThrottlingException. */
  | { readonly kind: 'throttle'; readonly retryAfterSeconds?: number }
  /** 500 InternalServerException. */
  | { readonly kind: 'internal-error' }
  /** 503 from a load balancer: no JSON, no error type. */
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds?: number }
  /** 403 AccessDeniedException. */
  | { readonly kind: 'access-denied' }
  /** 400 LimitExceededException. */
  | { readonly kind: 'limit-exceeded' }
  /** 400 ValidationException for a rule that only the service knows. */
  | { readonly kind: 'validation' }
  /** 409 ConflictException, whoever is in the directory. */
  | { readonly kind: 'conflict' }
  /** No answer and nothing done until `release`; then the call goes on, however late. */
  | { readonly kind: 'hang' }
  /** Done, but no answer until `release`. */
  | { readonly kind: 'hang-after-commit' }
  /** The connection closes and nothing was done. */
  | { readonly kind: 'drop' }
  /** Done, and then the connection closes. */
  | { readonly kind: 'lose-answer' }
  /** Done, and answered 200 with an empty object. */
  | { readonly kind: 'answer-without-user-id' }
  /** Done and answered after so many milliseconds of real time. */
  | { readonly kind: 'latency'; readonly ms: number };

/** The faults of a test. `*` stands for every operation. */
export interface Faults {
  /** The next `times` calls, after those already asked for. */
  next(operation: Operation | '*', fault: Fault, times?: number): void;
  /** Every call that `next` says nothing about, until `clear`. */
  always(operation: Operation | '*', fault: Fault): void;
  /** A call in `probability`, drawn by `random` (0 to 1), where `next` and `always` say nothing. */
  rate(operation: Operation | '*', fault: Fault, probability: number, random: () => number): void;
  /** Forgets all of these; calls that hang go on hanging. */
  clear(): void;
  /** Lets every call that hangs go on. */
  release(): void;
}

interface Rate {
  readonly fault: Fault;
  readonly probability: number;
  readonly random: () => number;
}

export interface FaultSwitch {
  readonly faults: Faults;
  take(operation: Operation): Fault | undefined;
  /** Instead of the call itself, if it answers anything. */
  before(fault: Fault | undefined): Promise<Ending | undefined>;
  /** What becomes of the answer once the call was done. */
  after(fault: Fault | undefined, answer: Answer): Promise<Ending>;
}

/** `stopped` ends whatever hangs or waits, by a rejection. */
export function createFaultSwitch(stopped: AbortSignal): FaultSwitch {
  const queued: { readonly operation: Operation | '*'; readonly fault: Fault }[] = [];
  const standing = new Map<Operation | '*', Fault>();
  const rates = new Map<Operation | '*', Rate>();
  const hanging = new Set<() => void>();

  function hang(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    hanging.add(resolve);
    stopped.addEventListener('abort', () => reject(stopped.reason), { once: true });
    return promise;
  }

  function draw(rate: Rate | undefined): Fault | undefined {
    return rate && rate.random() < rate.probability ? rate.fault : undefined;
  }

  const faults: Faults = {
    next(operation, fault, times = 1) {
      for (let left = times; left > 0; left -= 1) queued.push({ operation, fault });
    },
    always: (operation, fault) => void standing.set(operation, fault),
    rate: (operation, fault, probability, random) =>
      void rates.set(operation, { fault, probability, random }),
    clear() {
      queued.length = 0;
      standing.clear();
      rates.clear();
    },
    release() {
      for (const goOn of hanging) goOn();
      hanging.clear();
    },
  };

  return {
    faults,

    take(operation) {
      const index = queued.findIndex((one) => one.operation === operation || one.operation === '*');
      if (index >= 0) return queued.splice(index, 1)[0]?.fault;
      return (
        standing.get(operation) ??
        standing.get('*') ??
        draw(rates.get(operation)) ??
        draw(rates.get('*'))
      );
    },

    async before(fault) {
      if (fault?.kind === 'hang') await hang();
      if (fault?.kind === 'latency') await wait(fault.ms, undefined, { signal: stopped });
      if (fault?.kind === 'drop') return 'no-answer';
      return fault && refusalOf(fault);
    },

    async after(fault, answer) {
      if (fault?.kind === 'hang-after-commit') await hang();
      if (fault?.kind === 'lose-answer') return 'no-answer';
      if (fault?.kind === 'answer-without-user-id') return { ...answer, body: '{}' };
      return answer;
    },
  };
}

function refusalOf(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'throttle':
      return withRetryAfter(
        errorAnswer(new ServiceError('ThrottlingException', 429, '')),
        fault.retryAfterSeconds,
      );
    case 'internal-error':
      return errorAnswer(new ServiceError('InternalServerException', 500, 'Internal error'));
    case 'unavailable':
      return withRetryAfter(unavailableAnswer(), fault.retryAfterSeconds);
    case 'access-denied':
      return errorAnswer(
        new ServiceError('AccessDeniedException', 403, 'User is not authorized to do this'),
      );
    case 'limit-exceeded':
      return errorAnswer(
        new ServiceError('LimitExceededException', 400, 'The limit of users is reached'),
      );
    case 'validation':
      return errorAnswer(validationError('The request is not acceptable', 'policy'));
    case 'conflict':
      return errorAnswer(conflict('The request conflicts with an existing resource', 'user'));
    default:
      return undefined;
  }
}
