import { allowed, type Day } from './day.ts';

/** Receives of one message. More would be a retry storm. */
const MAX_RECEIVES = 3;

export interface Check {
  readonly name: string;
  readonly limit: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** The requirements of a first day. */
export function checksOf(day: Day): readonly Check[] {
  const { hires, accounts, people, events, deadLetters, rejected, mostReceives } = day;
  const used = usedShare(day);
  const throttled = day.throttledCalls / day.createUserCalls;
  return [
    {
      name: 'accounts, of those that the directory allowed in that time',
      limit: 'at least 90 %',
      measured: percent(used),
      isMet: used >= 0.9,
    },
    {
      name: 'throttled calls, of all CreateUser calls',
      limit: 'less than 5 %',
      measured: percent(throttled),
      isMet: throttled < 0.05,
    },
    exactly('accounts', accounts, hires),
    exactly('people with an account', people, hires),
    exactly('completion events', events, hires),
    exactly('messages in the dead-letter queue', deadLetters, 0),
    exactly('messages in the rejected queue', rejected, 0),
    {
      name: 'receives of the message that was received most often',
      limit: `at most ${MAX_RECEIVES}`,
      measured: String(mostReceives),
      isMet: mostReceives <= MAX_RECEIVES,
    },
  ];
}

/** From 0 to 1. The limiter's initial burst counts as allowed. */
function usedShare({ accounts, durationSeconds }: Day): number {
  return accounts / (allowed.burst + allowed.perSecond * durationSeconds);
}

function exactly(name: string, measured: number, limit: number): Check {
  return { name, limit: String(limit), measured: String(measured), isMet: measured === limit };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
