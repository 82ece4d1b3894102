import { cancelScheduled } from '../../../src/aws/cancel-scheduled.ts';
import { createDueHires } from '../../../src/aws/due-hires.ts';
import { scheduledHireOf } from '../../../src/aws/scheduled-item.ts';
import { createScheduledTable } from '../../../src/aws/scheduled-table.ts';
import { hasAccount } from '../../../src/provisioning/has-account.ts';
import type { Clock } from '../../../src/provisioning/ports.ts';
import type { DueHire } from '../../../src/provisioning/release-due-hires.ts';
import type { ScheduledHire } from '../../../src/provisioning/scheduled-hires.ts';
import { hasOpenAttempt } from '../../../src/provisioning/states.ts';
import { createMemoryTable } from '../in-memory/memory-table.ts';
import type { Records } from '../in-memory/records.ts';

/** An operator cancelled the hire of a person, and the command said that no account will be made. */
export interface Cancellation {
  readonly personKey: string;
  readonly atMs: number;
  /** User ids of the accounts that were there then. */
  readonly accountsThen: readonly string[];
}

interface WaitingHire extends ScheduledHire {
  readonly personKey: string;
}

const never = new AbortController().signal;

/** The table of hires that wait for their day, in memory, and an operator who cancels. */
export function createFirstDays(clock: Clock, records: Records, accounts: () => readonly string[]) {
  const table = createMemoryTable();
  const on = { client: table.client, tableName: 'scheduled' };
  const cancelled = new Set<string>();
  const cancellations: Cancellation[] = [];
  const all = () =>
    [...table.items.values()].map((item) => ({
      ...scheduledHireOf(item),
      personKey: item['personKey']?.S ?? '',
      body: item['body']?.S ?? '',
    }));
  const waiting = (): readonly WaitingHire[] => all().filter(({ state }) => state === 'waiting');

  return {
    scheduledHires: createScheduledTable(on),
    markReleased: createDueHires(on).markReleased,
    waiting,
    /** What the index shows and a consistent read confirms. */
    due: (): readonly DueHire[] =>
      all().filter(({ state, dueAtMs }) => state === 'waiting' && dueAtMs <= clock.now()),
    /** Keys of the people of whom an operator cancelled a hire. */
    cancelled: cancelled as ReadonlySet<string>,
    cancellations: cancellations as readonly Cancellation[],

    /** An operator cancels a hire as it is shown, and looks for an attempt that was faster. */
    async cancel(shown: WaitingHire): Promise<void> {
      const { personKey } = shown;
      await cancelScheduled(on, shown, clock.now(), never);
      cancelled.add(personKey);
      const record = records.of(personKey);
      if (hasAccount(record) || hasOpenAttempt(record)) return;
      cancellations.push({ personKey, atMs: clock.now(), accountsThen: accounts() });
    },
  };
}
