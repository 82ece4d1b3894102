import type { UsersTable } from '../../../src/aws/read-item.ts';
import type { UserRecord } from '../../../src/provisioning/record.ts';
import type { ManualClock } from '../../support/time/manual-clock.ts';
import type { MemoryDirectory } from '../in-memory/memory-directory.ts';
import { textOnce } from '../in-memory/text-once.ts';
import type { Engine } from './engine.ts';

/** What an operator who erases the person has before them, and has done. */
export interface Erasure {
  readonly shown?: UserRecord;
  readonly erased: ReadonlySet<string>;
}

/** `joiner erase`, one step after the other. */
export interface Erasing {
  state(): Erasure;
  putBack(erasure: Erasure): void;
  /** The record that an operator was shown, once it was settled. */
  shown(): UserRecord | undefined;
  /** Shows an operator the person's record, as soon as it is settled. */
  show(): void;
  /** Erases the person, if the record is the one that was shown. */
  erase(): Promise<void>;
}

interface Surroundings {
  readonly clock: ManualClock;
  readonly users: UsersTable;
  readonly directory: MemoryDirectory;
  readonly records: () => readonly UserRecord[];
}

export function createErasing(
  engine: Engine,
  { clock, users, directory, records }: Surroundings,
): Erasing {
  let erasure: Erasure = { erased: new Set() };
  return {
    state: () => erasure,
    putBack(before) {
      erasure = before;
    },
    shown: () => erasure.shown,
    show() {
      const [shown] = records();
      if (!shown) return;
      clock.set(Math.max(clock.now(), engine.settledAtMsOf(shown, directory)));
      erasure = { ...erasure, shown };
    },
    async erase() {
      const { shown } = erasure;
      if (!shown) return;
      const { kind } = await engine.eraseRecord(users, shown, new AbortController().signal);
      if (kind === 'erased') erasure = { erased: new Set([shown.personKey]) };
    },
  };
}

export const textOfErasure = textOnce(({ shown, erased }: Erasure) => {
  const { state, attempts, firstAttemptAtMs, employeeKey } = shown ?? {};
  return JSON.stringify([state, attempts, firstAttemptAtMs, employeeKey, ...erased]);
});
