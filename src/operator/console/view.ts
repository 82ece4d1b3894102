import type { Clock } from '../../provisioning/ports.ts';
import type { Stack } from '../stack/stack.ts';
import type { FailedReading } from './failed-reading.ts';
import type { Jobs } from './jobs.ts';
import type { Memory } from './memory.ts';
import type { Session } from './session.ts';

/** What the pages of a console work with. */
export interface View {
  readonly stack: Stack;
  readonly clock: Clock;
  /** Aborts when the console ends. */
  readonly signal: AbortSignal;
  readonly session: Pick<Session, 'path' | 'formToken'>;
  /** ARN of the caller, as who changes are made; absent where the console only shows. */
  readonly changesAs?: string;
  /** The path of a report of `joiner audit --out`. */
  readonly auditFile?: string;
  readonly jobs: Jobs;
  /** Between two pages. Each kind of value is found by its own page only. */
  readonly memory: Memory<Kept>;
  readonly failed: FailedReading;
}

/** What one page keeps for the next. */
export type Kept = { readonly kind: string };
