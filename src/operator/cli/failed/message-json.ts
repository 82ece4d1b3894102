import type { ListedMessage } from '../../failed/failed-message.ts';
import { isoTime } from '../format.ts';

/** A failed message as every command prints it with `--json`. */
export function failedMessageJson(message: ListedMessage) {
  const {
    id,
    queue,
    origin,
    source,
    reason,
    requestId,
    employeeId,
    address,
    personKey,
    isVerified,
  } = message;
  return {
    id,
    queue,
    origin,
    ...(source !== undefined && { source }),
    reason,
    requestId,
    ...(employeeId !== undefined && { employeeId }),
    ...(address !== undefined && { address }),
    ...(personKey !== undefined && { personKey }),
    firstSeenAt: isoTime(message.firstSeenAtMs),
    failedAt: isoTime(message.failedAtMs),
    ...(!isVerified && { unverified: true }),
  };
}
