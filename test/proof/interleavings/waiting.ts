import { scheduledHireOf } from '../../../src/aws/scheduled-item.ts';
import { hasAccount } from '../../../src/provisioning/has-account.ts';
import type { Clock } from '../../../src/provisioning/ports.ts';
import type { DueHire } from '../../../src/provisioning/release-due-hires.ts';
import type { ScheduledHire, ScheduledHires } from '../../../src/provisioning/scheduled-hires.ts';
import { hasOpenAttempt } from '../../../src/provisioning/states.ts';
import { createMemoryTable, type MemoryTable, textOfItem } from '../in-memory/memory-table.ts';
import type { Records } from '../in-memory/records.ts';
import { textOnce } from '../in-memory/text-once.ts';
import type { Engine } from './engine.ts';
import type { Actor } from './resumable.ts';

/** A hire that waited, as the sweep sent it on its day. */
export interface Copy extends DueHire {
  readonly messageId: string;
  readonly sentAtMs: number;
}

/** All that is remembered of hires that wait. A state is never changed, only replaced. */
export interface WaitingState {
  readonly items: MemoryTable['items'];
  /** What the sweep has sent, in order. */
  readonly copies: readonly Copy[];
  readonly cancellation: Cancellation;
  /** HR has sent the hire once more, without a date. */
  readonly isAskedAgain: boolean;
}

/** What an operator who cancels a hire before its day has before them, and has done. */
interface Cancellation {
  readonly shown?: ScheduledHire;
  /** Epoch milliseconds. Absent before. */
  readonly writtenAtMs?: number;
  /** The command said that no account will be made. */
  readonly isConfirmed?: true;
}

export interface Waiting {
  readonly scheduledHires: ScheduledHires;
  readonly table: MemoryTable;
  readonly cancellation: Cancellation;
  readonly copies: readonly Copy[];
  /** The hire that waits for its day, or once did. */
  scheduled(): ScheduledHire | undefined;
  /** One run of the sweep, all its effects through the actor. */
  sweep(actor: Actor): Promise<void>;
  /** Shows an operator the hire that waits. */
  show(): void;
  /** Cancels the hire, if it is as it was shown. */
  cancel(): Promise<void>;
  /** Looks for an attempt that was faster than the operator. */
  confirm(): void;
  readonly isAskedAgain: boolean;
  /** HR asks again, without a date, also for what an operator had cancelled. */
  askAgain(): void;
  state(): WaitingState;
  putBack(state: WaitingState): void;
}

const never = new AbortController().signal;

/** The table of scheduled hires, the sweep, and an operator who cancels. */
export function createWaiting(engine: Engine, clock: Clock, records: Records): Waiting {
  const table = createMemoryTable();
  const on = { client: table.client, tableName: 'scheduled' };
  const { markReleased } = engine.createDueHires(on);
  let copies: readonly Copy[] = [];
  let cancellation: Cancellation = {};
  let isAskedAgain = false;

  /** What the index shows and a consistent read confirms. */
  const dueHires = (): readonly DueHire[] =>
    [...table.items.values()].flatMap((item) => {
      const hire = scheduledHireOf(item);
      const isDue = hire.state === 'waiting' && hire.dueAtMs <= clock.now();
      return isDue ? [{ ...hire, body: item['body']?.S ?? '' }] : [];
    });
  const send = (hires: readonly DueHire[]) => {
    for (const { key, body, dueAtMs, askedAtMs, version } of hires) {
      const messageId = `copy-${copies.length + 1}`;
      const hire = { key, body, dueAtMs, askedAtMs, version };
      copies = [...copies, { ...hire, messageId, sentAtMs: clock.now() }];
    }
  };

  return {
    scheduledHires: engine.createScheduledTable(on),
    table,
    get cancellation() {
      return cancellation;
    },
    get copies() {
      return copies;
    },
    scheduled() {
      const [item] = table.items.values();
      return item && scheduledHireOf(item);
    },
    async sweep({ call, clock: actorsClock }) {
      await call('start', 'start', async () => undefined);
      const run = engine.releaseDueHires(
        {
          clock: actorsClock,
          dueHires: {
            async *due() {
              const hires = await call('due', 'read', async () => dueHires());
              if (hires.length > 0) yield hires;
            },
            markReleased: (hire) => call('markReleased', 'write', () => markReleased(hire, never)),
          },
          send: (hires) =>
            call('send', 'write', async () => send(hires)).then(
              () => new Set(),
              () => new Set(hires.map(({ key }) => key)),
            ),
        },
        never,
      );
      // A failed call of the table fails the run. The next one begins where it stopped.
      await run.catch(() => undefined);
    },
    show() {
      const [item] = table.items.values();
      if (item) cancellation = { shown: scheduledHireOf(item) };
    },
    async cancel() {
      const { shown } = cancellation;
      if (!shown) return;
      const result = await engine.cancelScheduled(on, shown, clock.now(), never);
      if (result === 'cancelled') cancellation = { shown, writtenAtMs: clock.now() };
    },
    confirm() {
      // The command reads the record of the hire, and the one that its employee id points to.
      const isFree = records
        .all()
        .every((record) => !hasAccount(record) && !hasOpenAttempt(record));
      if (isFree) cancellation = { ...cancellation, isConfirmed: true };
    },
    get isAskedAgain() {
      return isAskedAgain;
    },
    askAgain() {
      cancellation = {};
      isAskedAgain = true;
    },
    state: () => ({ items: table.items, copies, cancellation, isAskedAgain }),
    putBack(state) {
      table.items = state.items;
      copies = state.copies;
      cancellation = state.cancellation;
      isAskedAgain = state.isAskedAgain;
    },
  };
}

/** Equal for two states exactly if no later step can distinguish them. */
export const textOfWaiting = textOnce(({ items, copies, cancellation }: WaitingState) =>
  JSON.stringify([[...items.values()].map(textOfItem), copies, cancellation]),
);
