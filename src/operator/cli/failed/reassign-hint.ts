import type { RetryCause } from '../../../provisioning/hire-result.ts';
import { REASONS } from '../../../provisioning/reasons.ts';
import type { ListedMessage } from '../../failed/failed-message.ts';
import { commandOf, reassignCommandText, type Step } from '../command-text.ts';

const IN_PROGRESS: RetryCause = 'employee-in-progress';

/** Employee id and address are each valid, and by the records they do not go together. */
const CODES: readonly string[] = [
  REASONS.employeeAtAnotherAddress.code,
  REASONS.addressBelongsToAnother.code,
  IN_PROGRESS,
];

/** What to run where employee id and address are both right, so that no edit helps and an operator decides. */
export function reassignHint(message: ListedMessage): Step | undefined {
  const { id, reason, address, personKey, employeeId, isVerified } = message;
  // An unknown sender chose who would get whose account.
  if (!isVerified) return undefined;
  if (!CODES.includes(reason.code) || employeeId === undefined) return undefined;
  // Without a person, the address is not valid, and an edit is what helps.
  if (address === undefined || personKey === undefined) return undefined;
  return [
    'If HR confirms that this employee id and this address are both right, no edit helps. Decide, and then replay the message:',
    reassignCommandText(address.trim(), employeeId),
    commandOf('failed', 'replay', id),
  ];
}
