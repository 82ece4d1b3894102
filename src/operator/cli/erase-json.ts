import type { StoredPerson } from '../erase/stored-person.ts';
import type { FailedBatch } from '../failed/failed-queues.ts';
import type { QueueDepth } from '../stack/queue-depth.ts';
import { failedMessageJson } from './failed/message-json.ts';
import { isoTime } from './format.ts';
import { pointerJson } from './pointer-text.ts';
import { scheduledHireJson } from './scheduled/hire-text.ts';
import { recordJson } from './status.ts';

/** All that would be erased, and what else a script must know before. */
export function personJson(
  { personKey, record, settledAtMs, pointed, scheduled, failed, marks }: StoredPerson,
  newHireQueue: QueueDepth,
  { inFlightElsewhere }: FailedBatch,
) {
  return {
    ...(personKey !== undefined && { personKey }),
    ...(record && { record: recordJson(record) }),
    ...(settledAtMs !== undefined && { settledAt: isoTime(settledAtMs) }),
    ...(pointed && { pointer: pointerJson(pointed) }),
    scheduled: scheduled.map(scheduledHireJson),
    failed: failed.map(failedMessageJson),
    marks: marks.map(({ source, askedAtMs }) => ({ source, askedAt: isoTime(askedAtMs) })),
    newHireQueue,
    inFlightElsewhere,
  };
}
