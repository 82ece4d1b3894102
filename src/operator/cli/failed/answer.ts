import type { FailedMessage } from '../../failed/failed-message.ts';
import { isoTime } from '../format.ts';

/** A failed message as `--json` has it everywhere. */
export function failedAnswer(message: FailedMessage) {
  const { id, queue, reason, requestId, employeeId, address, personKey } = message;
  return {
    id,
    queue,
    reason,
    requestId,
    ...(employeeId !== undefined && { employeeId }),
    ...(address !== undefined && { address }),
    ...(personKey !== undefined && { personKey }),
    firstSeenAt: isoTime(message.firstSeenAtMs),
    failedAt: isoTime(message.failedAtMs),
  };
}
