import type { Finding } from './finding.ts';

/** What settles a finding: words for people, and a command. */
export interface Remedy {
  readonly remedy: string;
  /** The words of the command after `joiner`, unquoted. Words in capitals are to be replaced. */
  readonly command: readonly string[];
}

const WHY = ['--why', 'TEXT'];

/**
 * What to do about a finding.
 * @param names whether the command may name the address and the employee number that the directory has
 */
export function remedyOf(finding: Finding, names: boolean): Remedy {
  const { kind, personKey = '', employeeKey = '', seen = [] } = finding;
  const key = personKey || employeeKey;
  const [account] = names ? seen : [];
  switch (kind) {
    case 'account-gone':
      return {
        remedy:
          'Someone deleted the account. Erase the record: a hire that is sent later gets a new account.',
        command: ['erase', key, ...WHY],
      };
    case 'account-disabled':
      return {
        remedy:
          'Enable the account in the directory. If the person has left, erase the record: the account stays as it is.',
        command: ['erase', key, ...WHY],
      };
    case 'account-renamed':
      return {
        remedy:
          'Give the account its address again in the directory. If the new one is right, erase the record, then send the hire with the new address: the account is taken over.',
        command: ['erase', key, ...WHY],
      };
    case 'account-of-another':
      return {
        remedy:
          'Correct the employee number in the directory. If it is right, give the record to that employee.',
        command: reassigning(account?.emailAddress ?? 'ADDRESS', account?.employeeId ?? 'ID'),
      };
    case 'account-unreadable':
      return {
        remedy:
          'The account cannot be compared: it has no address, or more names and e-mails than a person has. Correct it in the directory.',
        command: ['status', key],
      };
    case 'duplicate-accounts':
      return {
        remedy:
          'See which account is on record. Delete the other in the directory, or give it its own address or employee number.',
        command: ['status', key],
      };
    case 'record-stuck':
      return {
        remedy:
          'No message is left that would finish this record. Send the hire again with `joiner send FILE`; if no one needs it, `joiner erase` the record.',
        command: ['status', key],
      };
    case 'groups-missing':
      return {
        remedy:
          'See which rules gave the groups. Add the account to them in the directory: Joiner grants a group once.',
        command: ['explain', key],
      };
    case 'group-gone':
      return {
        remedy:
          'Correct the rules of groups and deploy them. The check of the groups names each that is gone.',
        command: ['doctor'],
      };
    case 'pointer-missing':
      return {
        remedy: 'Let the audit write the pointer, so that the employee gets no second account.',
        command: ['audit', '--write-pointers', ...WHY],
      };
    case 'pointer-elsewhere':
      return {
        remedy:
          'The employee has two records. See both, delete one account in the directory, and erase its record.',
        command: ['status', employeeKey],
      };
    case 'pointer-dangling':
      return {
        remedy:
          'Its record is gone, or belongs to another. Free the employee id, then send the hire again.',
        command: ['erase', employeeKey, ...WHY],
      };
  }
}

/** A word that begins as an option does is no value of one. */
function reassigning(address: string, employeeId: string): readonly string[] {
  const isPlain = !address.startsWith('-') && !employeeId.startsWith('-');
  return isPlain
    ? ['reassign', address, '--employee', employeeId, ...WHY]
    : ['reassign', `--employee=${employeeId}`, ...WHY, '--', address];
}
