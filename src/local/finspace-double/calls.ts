import type { Clock } from '../../provisioning/ports.ts';
import type { Operation } from './input-rules.ts';

/** One request, without anything personal. */
export interface RecordedCall {
  /** `unknown` where no operation has such a method and path. */
  readonly operation: Operation | 'unknown';
  /** When it came: epoch milliseconds of the double's clock. */
  readonly atMs: number;
  /** HTTP status; `no-answer` if the connection was closed without one, `pending` until either. */
  readonly status: number | 'no-answer' | 'pending';
}

/** The requests so far, in the order in which they came. */
export function createCallRecord(clock: Clock) {
  const calls: RecordedCall[] = [];
  return {
    calls,
    begin(operation: RecordedCall['operation']): (status: RecordedCall['status']) => void {
      const call = { operation, atMs: clock.now() };
      const index = calls.push({ ...call, status: 'pending' }) - 1;
      return (status) => {
        calls[index] = { ...call, status };
      };
    },
  };
}
