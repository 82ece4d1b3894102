import type { Clock } from '../../../src/provisioning/ports.ts';

/** One request, without personal data. */
export interface RecordedCall<Operation extends string = string> {
  /** `unknown` if no operation has this method and path. */
  readonly operation: Operation | 'unknown';
  /** Time of arrival: epoch milliseconds of the double's clock. */
  readonly atMs: number;
  /**
   * HTTP status; `pending` until the call ends, `no-response` if the connection closed without a
   * response.
   */
  readonly status: number | 'no-response' | 'pending';
}

/** Records requests in the order of their arrival. */
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
