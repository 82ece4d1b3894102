import { deployedTemplate } from '../../support/package/deployed-template.ts';
import { alarmsOf } from '../watched-metrics.ts';
import { READINGS } from './reading.ts';
import { type Ringing, ringingsOf } from './ringing.ts';
import { GRANTS_PER_HOUR } from './sample-rules.ts';
import type { Story } from './story.ts';

/** When an alarm has a reason to ring, in minutes of the story. */
export interface Reason {
  readonly from: number;
  /** Until then it must stay on; absent where it only must ring. */
  readonly until?: number;
  /** It may ring or not. */
  readonly isOptional?: boolean;
}

/** A story, and the alarms that must ring in it: by the end of their name, within so many minutes. */
export interface Outage {
  readonly name: string;
  /** Of docs/how-things-go-wrong.md: words of its heading. */
  readonly section?: string;
  readonly bounds: Readonly<Record<string, number>>;
  /** Returns the reasons of each of them. */
  readonly play: (story: Story) => Promise<Readonly<Record<string, readonly Reason[]>>>;
}

const PREFIX = 'joiner-local-';
/** An alarm looks back 75 minutes at most, but those that look at days. */
const OFF_WITHIN_MINUTES = 120;
/** A story begins with a new stack, whose sweep and audit have not run yet: until their first data points are there. */
const isOfNewStack = (shortName: string, { from }: Ringing) =>
  ['sweep-stopped', 'audit-overdue'].includes(shortName) && from <= 3;

export const alarms = alarmsOf(deployedTemplate()).map((alarm) => {
  const shortName = alarm.AlarmName.replace(PREFIX, '');
  const isOfGroup = shortName.startsWith('grants-');
  return { ...alarm, shortName, Threshold: isOfGroup ? GRANTS_PER_HOUR : alarm.Threshold };
});

/** By each reading, of each alarm that rings or must ring, how it does: `in time` is as it should be. */
export async function verdictsOf({ play, bounds }: Outage, story: Story) {
  const reasons = await play(story);
  return READINGS.map((reading) => {
    const points = story.pointsBy(reading);
    const verdicts = alarms.map(({ shortName, ...alarm }) => {
      const ringings = ringingsOf(alarm, points, story.minute(), reading).filter(
        (ringing) => !isOfNewStack(shortName, ringing),
      );
      const bound = bounds[shortName] ?? 0;
      return [shortName, verdictOf(ringings, reasons[shortName] ?? [], bound, story.minute())];
    });
    const notQuiet = verdicts.filter(([, verdict]) => verdict !== 'quiet');
    return { reading: reading.name, ...Object.fromEntries(notQuiet) };
  });
}

function verdictOf(
  ringings: readonly Ringing[],
  reasons: readonly Reason[],
  bound: number,
  minutes: number,
): string {
  const isFor = (ringing: Ringing, { from, until = from }: Reason) =>
    ringing.from >= from && ringing.from <= Math.max(until, from + bound);
  const stray = ringings.find((ringing) => !reasons.some((reason) => isFor(ringing, reason)));
  if (stray) return `rings at ${stray.from} without a reason`;
  for (const reason of reasons) {
    const { from, until = from } = reason;
    const ringing = ringings.find((one) => isFor(one, reason));
    if (!ringing && reason.isOptional) continue;
    if (!ringing) return `does not ring for the reason of ${from}`;
    if (ringing.from > from + bound) return `rings ${ringing.from - from} minutes after its reason`;
    if (ringing.to < until) return `goes off ${until - ringing.to} minutes before its reason ends`;
    const offBy = Math.max(until, ringing.from) + OFF_WITHIN_MINUTES;
    if (ringing.to > offBy && offBy < minutes) return 'does not go off after its reason';
  }
  return reasons.length === 0 ? 'quiet' : 'in time';
}
