import { html } from 'hono/html';
import { PLACE } from '../failed/failed-groups.ts';
import type { ListedMessage } from '../failed/failed-message.ts';
import { type Html, plain, timeOf } from './html.ts';

/** Whom a failed message is about, as far as it says that. */
export function whoIn({
  address,
  employeeId,
  requestId,
  source,
  reason,
  origin,
}: ListedMessage): string {
  const [, place] = PLACE.exec(reason.message) ?? [];
  const record =
    origin === 'new-hires' ? undefined : `${source ?? 'a file'}${place ? `, record ${place}` : ''}`;
  return plain(address ?? employeeId ?? record ?? requestId);
}

export const FAILED_HEAD = ['Person', 'Employee id', 'Request', 'Failed'] as const;

/** A row of a table of failed messages. */
export function failedCells(
  message: ListedMessage,
  path: string,
  nowMs: number,
): (Html | string)[] {
  const { id, employeeId, requestId, failedAtMs, isVerified } = message;
  return [
    html`<a href="${path}failed/message/${id}">${whoIn(message)}</a>${isVerified ? '' : html` <span class="wait">unknown sender</span>`}`,
    plain(employeeId),
    plain(requestId),
    timeOf(failedAtMs, nowMs),
  ];
}
