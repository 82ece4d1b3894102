import type { Clock } from '../../../src/provisioning/ports.ts';

/** One request, without anything personal. */
export interface RecordedCall<Operation extends string = string> {
  /** `unknown` where no operation has such a method and path. */
  readonly operation: Operation | 'unknown';
  /** When it came: epoch milliseconds of the double's clock. */
  readonly atMs: number;
  /** HTTP status; `no-answer` if the connection was closed without one, `pending` until either. */
  readonly status: number | 'no-answer' | 'pending';
}

/** The requests so far, in the order in which they came. */
export function createCallRecord<Operation extends string>(clock: Clock) {
  const calls: RecordedCall<Operation>[] = [];
  return {
    calls,
    begin(operation: Operation | 'unknown'): (status: RecordedCall['status']) => void {
      const call = { operation, atMs: clock.now() };
      const index = calls.push({ ...call, status: 'pending' }) - 1;
      return (status) => {
        calls[index] = { ...call, status };
      };
    },
  };
}
