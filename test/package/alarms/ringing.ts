import type { Alarm } from '../watched-metrics.ts';
import type { DataPoints } from './data-points.ts';
import type { Reading } from './reading.ts';
import { watchAlarm } from './watch-alarm.ts';

/** From the minute in which an alarm notifies people to the one in which it is OK again. */
export interface Ringing {
  readonly from: number;
  /** Infinity while it rings. */
  readonly to: number;
}

/** What an alarm does over so many minutes. */
export function ringingsOf(
  alarm: Alarm,
  points: DataPoints,
  minutes: number,
  reading: Reading,
): readonly Ringing[] {
  const isOnAt = watchAlarm(alarm, points, reading);
  const ringings: Ringing[] = [];
  let from: number | undefined;
  for (let minute = 1; minute <= minutes; minute += 1) {
    const isOn = isOnAt(minute);
    if (isOn) from ??= minute;
    if (isOn !== false || from === undefined) continue;
    ringings.push({ from, to: minute });
    from = undefined;
  }
  return from === undefined ? ringings : [...ringings, { from, to: Number.POSITIVE_INFINITY }];
}
