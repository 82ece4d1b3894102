import type { Policy } from '../../../src/contracts/policy.ts';
import type { DirectoryKind } from '../in-memory/memory-directory.ts';
import type { Section } from '../matrix/sections.ts';
import type { QueuedMessage } from './queued-message.ts';
import type { Wanted } from './reassigning.ts';
import type { OutsideEvent } from './schedule.ts';
import type { Simulation } from './simulation.ts';

export function messagesOf({ deliveries, inTurn = [] }: Scenario): readonly QueuedMessage[] {
  return [...deliveries, ...inTurn];
}

/** Deliveries of one hire that run side by side, and what else may happen at the same time. */
export interface Scenario {
  readonly name: string;
  /** The section of the docs that describes the fault. */
  readonly section: Section;
  readonly deliveries: readonly QueuedMessage[];
  /** Beside them, one instance receives these, one after the other: what it has in memory outlasts the first. */
  readonly inTurn?: readonly QueuedMessage[];
  /** First creations that an hour has place for. No limit unless given. */
  readonly creationsPerHour?: number;
  /** A request of its own, which HR sends once the deliveries are over. */
  readonly onceMore: QueuedMessage;
  /** As FinSpace unless given. */
  readonly directory?: Partial<DirectoryKind>;
  readonly prepare?: (simulation: Simulation) => void | Promise<void>;
  /** Runs of the sweep side by side with the deliveries, and deliveries of what it sends. */
  readonly sweeps?: number;
  readonly copies?: number;
  readonly events?: (simulation: Simulation) => readonly OutsideEvent[];
  /** The SDK and the targets may send a call twice, and return only the second result. */
  readonly callsAreRepeated?: true;
  /** Faults for which this scenario promises nothing. */
  readonly spared?: readonly string[];
  /** After token and lease unless given. */
  readonly comesBackAfterMs?: number;
  /** In the end, each message is received first every other time. In their order unless given. */
  readonly comeInTurn?: true;
  /** After how many days the record of a person expires whose account was seen gone. Never unless given. */
  readonly recordDays?: number;
  /** Accounts that were there before get groups, too, where the directory notes the employee id. */
  readonly grantsToExisting?: true;
  /** The policy under which the messages that are left come back. As before unless given. */
  readonly policyAfterwards?: Policy | undefined;
  /** The directory has an account that no hire may take over. */
  readonly isRefused?: true;
  /** What HR sends in the end may be rejected: an operator decides between two hires. */
  readonly operatorDecides?: true;
  /** Three deliveries side by side have too many orders for more. */
  readonly faultsAtMost?: number;
  /** Lambda ends every delivery in time, however long its instance was frozen. */
  readonly endsInTime?: true;
  /** The operator finishes this command in the end, before HR sends the hire once more. */
  readonly reassigns?: Wanted;
  /** No message may be left to finish the attempt: its rejection asks an operator to look. */
  readonly mayStayCreating?: true;
}
