import type { Reason } from '../../contracts/reason.ts';
import { REASONS } from '../../provisioning/reasons.ts';
import { isAnotherEmployee } from '../../provisioning/states.ts';
import type { ListedMessage } from '../failed/failed-message.ts';
import type { PlannedHire } from './planned-hire.ts';

/** What rows before are known to leave behind for a person. */
interface Earlier {
  /** The employee that the address belongs to. */
  readonly employeeKey?: string;
  /** The first row that is not rejected. */
  readonly row?: number;
}

/**
 * Compares the hires with the rows before them. The first employee id about an address is the record's, and the
 * first address of an employee id its only one: a later row with another is rejected. Any other row about the
 * person is a repetition.
 */
export function compareWithEarlierRows(hires: readonly PlannedHire[]): readonly PlannedHire[] {
  const earlier = new Map<string, Earlier>();
  const personOfEmployee = new Map<string, string>();
  return hires.map((planned) => {
    const { hire, record, row } = planned;
    if (hire === undefined) return planned;
    const before: Earlier = earlier.get(hire.personKey) ?? record ?? {};
    const first = earlier.get(hire.personKey)?.row;
    const known = personOfEmployee.get(hire.employeeKey ?? '') ?? hire.personKey;
    const obstacle = isAnotherEmployee(before, hire)
      ? REASONS.addressBelongsToAnother
      : known !== hire.personKey && REASONS.employeeAtAnotherAddress;
    const compared = obstacle ? refused(planned, obstacle) : repeated(planned, first);
    const isRejected = compared.prospect.kind === 'rejected';
    const firstRow = isRejected ? first : (first ?? row);
    if (hire.employeeKey !== undefined && !isRejected)
      personOfEmployee.set(hire.employeeKey, hire.personKey);
    const employeeKey = before.employeeKey ?? hire.employeeKey;
    earlier.set(hire.personKey, {
      ...(employeeKey !== undefined && { employeeKey }),
      ...(firstRow !== undefined && { row: firstRow }),
    });
    return compared;
  });
}

function refused(planned: PlannedHire, reason: Reason): PlannedHire {
  return { ...planned, prospect: { kind: 'rejected', reason } };
}

function repeated(planned: PlannedHire, firstRow: number | undefined): PlannedHire {
  if (firstRow === undefined || planned.prospect.kind === 'rejected') return planned;
  return { ...planned, prospect: { kind: 'repeated', row: firstRow } };
}

/** A dead letter about a person without an account is not retried: it waits for an operator. */
export function compareWithDeadLetters(
  hires: readonly PlannedHire[],
  failed: readonly ListedMessage[],
): readonly PlannedHire[] {
  const byPerson = new Map(
    failed
      .filter(({ queue }) => queue === 'dead-letter')
      // The newest first: it is kept.
      .toReversed()
      .map((message) => [message.personKey, message]),
  );
  return hires.map((planned) => {
    const message = planned.hire && byPerson.get(planned.hire.personKey);
    if (message === undefined || !hasNoAccount(planned)) return planned;
    const { id, reason } = message;
    return { ...planned, prospect: { kind: 'needs-operator', messageId: id, reason } };
  });
}

/** Whether a person has no account as far as is known, and the message may lead to one. */
export function hasNoAccount({ prospect }: PlannedHire): boolean {
  return prospect.kind === 'new' || prospect.kind === 'under-way';
}
