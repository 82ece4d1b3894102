import { hasAccount } from '../../provisioning/has-account.ts';
import { RETRY_CAUSES } from '../../provisioning/hire-result.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import type { DirectoryLook, Obstacle, Reassignment } from '../reassign/reassignment.ts';
import { commandOf, commandOfAddress, commandOfEmployee, withCommands } from './command-text.ts';
import { timeText } from './format.ts';
import { pointedText } from './pointer-text.ts';
import { printable } from './printable.ts';
import { recordEntries } from './status.ts';

/** What was changed: by key and the operator's own words. */
export interface Reassigned {
  readonly personKey: string;
  /** ISO 8601. */
  readonly at: string;
  /** ARN of the caller. */
  readonly by: string;
  readonly why: string;
}

/** All on which the operator decides, label by label. */
export function reassignmentEntries(
  { personKey, employeeKey, record, look, pointed }: Reassignment,
  nowMs: number,
): readonly (readonly [string, string])[] {
  return [
    ['person', personKey],
    ...(record ? recordEntries(record, nowMs) : [['state', 'no record'] as const]),
    ...(record ? [['directory', lookText(look)] as const] : []),
    ['given to', employeeKey],
    ...(pointed ? [['points to', pointedText(pointed)] as const] : []),
  ];
}

function lookText(look: DirectoryLook): string {
  switch (look.kind) {
    case 'found': {
      const ids = look.users.map(({ userId, status }) => `${printable(userId)} (${status})`);
      return `${ids.join(', ')}, by the address or the employee id`;
    }
    case 'absent':
      return 'no account by the address or the employee id';
    case 'unread': {
      const sentence = RETRY_CAUSES[look.cause].replace(/\.$/, '');
      return `not read: ${sentence} [${look.cause}]`;
    }
  }
}

/** What an operator must know before, one sentence or two each. */
export function reassignFollowsText({
  employeeId,
  employeeKey,
  record,
  pointed,
  personKey,
}: Reassignment): readonly string[] {
  const id = printable(employeeId);
  const isElsewhere = pointed !== undefined && pointed.pointer.personKey !== personKey;
  return [
    hasAccount(record)
      ? `Hires of ${id} at this address get the account ${printable(record.userId)}, with its rights and data: be sure that it is this person's.`
      : `The next hire of ${id} at this address creates its account, or takes over the one that is there.`,
    ...(record?.employeeKey === undefined || record.employeeKey === employeeKey
      ? []
      : [
          'A hire of the employee id that has the record now is rejected at this address, and gets an account of its own at another one.',
        ]),
    ...(isElsewhere
      ? [
          `${id} points to a record that does not hold it, so it has no account by Joiner: that ends.`,
        ]
      : []),
    'Nothing is changed in the directory, and no event is published. Send or replay the hire afterwards.',
  ];
}

/** Why nothing is changed, and what to do, with the commands for it. */
export function obstacleText(
  obstacle: Obstacle,
  { address: rawAddress, employeeId: rawId }: Pick<Reassignment, 'address' | 'employeeId'>,
): string {
  const [address, id] = [printable(rawAddress), printable(rawId)];
  const eraseAddress = commandOfAddress('erase', rawAddress, '--why TEXT');
  switch (obstacle.kind) {
    case 'no-record':
      return withCommands(
        `There is no record of ${address}. Send the hire. Whether the employee id stands in its way:`,
        commandOfEmployee('status', rawId),
      );
    case 'lease-held':
      return `A message about ${address} is being processed, until ${timeText(obstacle.untilMs)} at the latest. Wait, and run the command again then.`;
    case 'not-settled':
      return `The record is not settled until ${timeText(obstacle.untilMs)}: a call of its last attempt may still create an account. Run the command again then.`;
    case 'groups-not-granted':
      return withCommands(
        `The account at ${address} lacks groups of the employee who holds the record, and is still to get them. Have its message finish; the first command shows it. If the account must not get them, erase the record by the second one: the hire of ${id} takes the account over.`,
        commandOfAddress('status', rawAddress),
        eraseAddress,
      );
    case 'employee-in-progress':
      return `A message about ${id} at another address may still be processed, until ${timeText(obstacle.untilMs)}. Run the command again then.`;
    case 'employee-elsewhere':
      return elsewhereText(obstacle.record, { address, id, rawId });
    case 'directory-not-read':
      return `Whose account is at ${address} is not known, as the directory was not read [${obstacle.cause}]. \`joiner doctor\` says what it needs. Run the command again once it responds.`;
    case 'account-elsewhere':
      return `The directory has an account at another address by the employee id or the user name of this one. Correct that account in the directory, then run the command again.`;
    case 'account-missing':
      return withCommands(
        `The account ${printable(obstacle.userId)} of the record is not at ${address} any more. If it was deleted, send the hire of ${id}; the first one since is rejected, so send it once more. If it was given another address, free this one, then a hire with that address takes the account over:`,
        eraseAddress,
      );
    case 'another-account':
      return withCommands(
        `The directory has another account at ${address} than ${printable(obstacle.userId)}, which the record names. Erase the record, then the next hire takes over the account that is there:`,
        eraseAddress,
      );
    case 'account-of-another':
      return `The directory notes another employee for the account at ${address}, so that a hire of ${id} would be rejected. Correct that in the directory, then run the command again.`;
  }
}

function elsewhereText(
  record: UserRecord,
  { address, id, rawId }: { readonly address: string; readonly id: string; readonly rawId: string },
): string {
  // By its key: a failed message has the id at the new address, and is about another person.
  const { personKey } = record;
  const erase = commandOf('erase', personKey, '--why', 'TEXT');
  return hasAccount(record)
    ? withCommands(
        `${id} has an account at another address: its record is ${personKey}. If HR has corrected the address, give the account the new address in the directory. Then free the id, and replay or send the hire with the new address: it takes the account over.`,
        erase,
      )
    : withCommands(
        `${id} has a hire at another address that is not finished: its record is ${personKey}. Look at it. If that hire was wrong, free the id, and replay or send the hire at ${address}.`,
        commandOfEmployee('status', rawId),
        erase,
      );
}

/** One line that names the person by key only. */
export function reassignedText({ personKey, at, by, why }: Reassigned): string {
  return `Reassigned at ${at} by ${by}: the record ${personKey}. Why: ${printable(why)}`;
}
