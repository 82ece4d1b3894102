/** When an account is due, as the operator has set it. */
export interface StartRules {
  /** Whole days from the account to the first day. */
  readonly daysBefore: number;
  /** IANA name of the zone in which a day begins. */
  readonly timeZone: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Epoch milliseconds at which the account is due: as many days before the first day as set, when that day begins in
 * the zone. Where clocks are put forward at midnight, a day begins at one o'clock.
 * @param startDate `YYYY-MM-DD`
 */
export function dueAtMsOf(startDate: string, { daysBefore, timeZone }: StartRules): number {
  const midnightMs = Date.parse(`${startDate}T00:00:00Z`) - daysBefore * DAY_MS;
  // The clock of the zone before and after the one change that can be near.
  const offsets = [midnightMs - DAY_MS, midnightMs + DAY_MS].map((atMs) =>
    offsetMsOf(atMs, timeZone),
  );
  const early = midnightMs - Math.max(...offsets);
  const late = midnightMs - Math.min(...offsets);
  return early + offsetMsOf(early, timeZone) >= midnightMs ? early : late;
}

/** What the clocks of the zone are ahead of UTC, in milliseconds. */
function offsetMsOf(atMs: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(atMs);
  const partOf = (wanted: string) => Number(parts.find(({ type }) => type === wanted)?.value);
  const localMs = Date.UTC(
    partOf('year'),
    partOf('month') - 1,
    partOf('day'),
    partOf('hour'),
    partOf('minute'),
    partOf('second'),
  );
  return localMs - Math.floor(atMs / 1000) * 1000;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = FORMATS.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    FORMATS.set(timeZone, format);
  }
  return format;
}

/** Whether the runtime knows the zone. At import: for UTC, it loads no data of zones, which takes a third of an import. */
export function isTimeZone(text: string): boolean {
  if (text === 'UTC') return true;
  try {
    return formatOf(text) !== undefined;
  } catch {
    return false;
  }
}
