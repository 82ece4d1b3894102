import type { UsersTable } from '../../../src/aws/read-item.ts';
import { type ReassignStep, takeReassignStep } from '../../../src/aws/reassign-record.ts';
import { findReassignment } from '../../../src/operator/reassign/find-reassignment.ts';
import {
  isStillInTime,
  obstacleTo,
  type Reassignment,
  reassignStepsOf,
} from '../../../src/operator/reassign/reassignment.ts';
import type { Digests } from '../../../src/provisioning/digests.ts';
import type { ManualClock } from '../../support/time/manual-clock.ts';
import type { MemoryDirectory } from '../in-memory/memory-directory.ts';
import { textOnce } from '../in-memory/text-once.ts';

/** What is searched: the command as it is, or with a rule taken out. */
export interface ReassignCommand {
  readonly findReassignment: typeof findReassignment;
  readonly obstacleTo: typeof obstacleTo;
  readonly reassignStepsOf: typeof reassignStepsOf;
  readonly isStillInTime: typeof isStillInTime;
  readonly takeReassignStep: typeof takeReassignStep;
}

export const REASSIGN_COMMAND: ReassignCommand = {
  findReassignment,
  obstacleTo,
  reassignStepsOf,
  isStillInTime,
  takeReassignStep,
};

/** Who is to hold the record of which address, as an operator decides. */
export interface Wanted {
  readonly address: string;
  readonly employeeId: string;
}

/** What an operator who reassigns a record has before them, and has done. */
export interface Decision {
  /** Absent before it was shown, and once the command has ended. */
  readonly shown?: Reassignment;
  /** Absent before the first write. */
  readonly writing?: {
    readonly startedAtMs: number;
    readonly steps: readonly ReassignStep[];
    readonly taken: number;
  };
  /** User ids of the accounts that were at an address when its record was given to another employee id. */
  readonly given: ReadonlySet<string>;
}

/** `joiner reassign`, one step after the other. */
export interface Reassigning {
  state(): Decision;
  putBack(decision: Decision): void;
  /** Shows an operator what is there, as soon as the command is not refused for a time. */
  show(wanted: Wanted): Promise<void>;
  /** How many writes it has made since it was shown; undefined where it writes no more. */
  written(): number | undefined;
  /** The next write of the command. It ends where the item is not as it was shown. */
  write(): Promise<void>;
  /** The whole command, in one go. */
  run(wanted: Wanted): Promise<void>;
}

interface Surroundings {
  readonly clock: ManualClock;
  readonly users: UsersTable;
  readonly digests: Digests;
  readonly directory: MemoryDirectory;
  readonly personKeyOf: (emailAddress: string) => string;
}

const never = new AbortController().signal;

export function createReassigning(
  command: ReassignCommand,
  { clock, users, digests, directory, personKeyOf }: Surroundings,
): Reassigning {
  let decision: Decision = { given: new Set() };
  const deps = {
    table: users,
    digests,
    target: directory,
    nowMs: clock.now,
    signal: never,
    directorySignal: never,
  };

  async function show(wanted: Wanted): Promise<void> {
    const shown = await command.findReassignment(wanted, deps);
    const obstacle = command.obstacleTo(shown, directory, clock.now());
    if (obstacle && 'untilMs' in obstacle) {
      clock.set(obstacle.untilMs);
      return show(wanted);
    }
    const { given } = decision;
    const isNothingToDo = command.reassignStepsOf(shown, clock.now()).length === 0;
    decision = obstacle || isNothingToDo ? { given } : { given, shown };
  }

  async function write(): Promise<void> {
    const { shown, given } = decision;
    if (!shown) return;
    const writing = decision.writing ?? {
      startedAtMs: clock.now(),
      steps: command.reassignStepsOf(shown, clock.now()),
      taken: 0,
    };
    const step = writing.steps[writing.taken];
    if (!step || !command.isStillInTime(writing.startedAtMs, clock.now())) {
      decision = { given };
      return;
    }
    const end = await command.takeReassignStep(users, step, never);
    const isGiven = step.kind === 'give' && end === 'written';
    const nowGiven = isGiven ? new Set([...given, ...accountsAt(shown.personKey)]) : given;
    const taken = writing.taken + 1;
    const isOver = end === 'changed' || taken === writing.steps.length;
    decision = { given: nowGiven, ...(!isOver && { shown, writing: { ...writing, taken } }) };
  }

  function accountsAt(personKey: string): readonly string[] {
    return directory.users
      .filter(({ emailAddress }) => personKeyOf(emailAddress) === personKey)
      .map(({ userId }) => userId);
  }

  return {
    state: () => decision,
    putBack(before) {
      decision = before;
    },
    show,
    written: () => decision.shown && (decision.writing?.taken ?? 0),
    write,
    async run(wanted) {
      await show(wanted);
      while (decision.shown) await write();
    },
  };
}

/** A decision as a text: equal where everything to come is equal. */
export const textOfDecision = textOnce(({ shown, writing, given }: Decision) =>
  JSON.stringify([shown, writing, given], (_, value) =>
    value instanceof Set ? [...value].sort() : value,
  ),
);
