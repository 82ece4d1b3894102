import type { ScheduledHire } from '../provisioning/scheduled-hires.ts';
import type { Item } from './user-item.ts';

/** An item of the table of scheduled hires that Joiner did not write, or that was changed afterwards. */
export class ScheduledItemError extends Error {
  readonly isSafeToLog = true;

  constructor(attribute: string) {
    super(
      `An item of the table of scheduled hires has no valid "${attribute}". Fix it, or restore it from a backup.`,
    );
    this.name = 'ScheduledItemError';
  }
}

/** The latest time that a `Date` can have (ECMA-262, Time Values). */
const MAX_DATE_MS = 8.64e15;
const STATES = ['waiting', 'released', 'cancelled'] as const;

/**
 * The scheduled hire that an item represents. Unknown attributes are ignored.
 * @throws ScheduledItemError when an attribute is missing or invalid; it names the first one, not its value
 */
export function scheduledHireOf(item: Item): ScheduledHire {
  const state = STATES.find((one) => one === item['state']?.S);
  if (state === undefined) throw new ScheduledItemError('state');
  return {
    key: textOf(item, 'pk'),
    personKey: textOf(item, 'personKey'),
    state,
    dueAtMs: timeOf(item, 'dueAt'),
    askedAtMs: timeOf(item, 'askedAt'),
    ...(item['cancelledAt'] && { cancelledAtMs: timeOf(item, 'cancelledAt') }),
    version: numberOf(item, 'version'),
  };
}

function textOf(item: Item, attribute: string): string {
  const text = item[attribute]?.S;
  if (text === undefined) throw new ScheduledItemError(attribute);
  return text;
}

/** Each becomes a date, in the message attributes of a copy or on a screen. */
function timeOf(item: Item, attribute: string): number {
  const ms = numberOf(item, attribute);
  if (Math.abs(ms) > MAX_DATE_MS) throw new ScheduledItemError(attribute);
  return ms;
}

function numberOf(item: Item, attribute: string): number {
  const number = Number(item[attribute]?.N ?? Number.NaN);
  if (!Number.isSafeInteger(number)) throw new ScheduledItemError(attribute);
  return number;
}
