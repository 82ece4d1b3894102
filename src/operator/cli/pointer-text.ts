import type { PointedEmployee } from '../employee-pointer.ts';
import { commandLine, commandOfEmployee, reassignCommandText } from './command-text.ts';
import { timeText } from './format.ts';

/** Where an employee id points to: by key, as the operator may not know whose record it is. */
export function pointedText({ pointer, record, standing }: PointedEmployee): string {
  const { personKey } = pointer;
  if (record === undefined) return `${personKey}, which has no record`;
  if (standing.kind === 'held') return `${personKey}, whose record (${record.state}) it holds`;
  const holder = record.employeeKey === undefined ? 'no employee id' : 'another employee id';
  return `${personKey}, whose record (${record.state}) belongs to ${holder}`;
}

/** What stands in the way of every hire with an employee id, and what to run. Empty where it holds a record. */
export function pointerRemedyText(
  employeeId: string,
  { standing }: PointedEmployee,
): readonly string[] {
  switch (standing.kind) {
    case 'held':
      return [];
    case 'in-progress':
      return [
        `A message may still be at work on it, until ${timeText(standing.untilMs)}. Look again then.`,
      ];
    case 'dangling':
      return [
        'No hire with this employee id is served at another address: it is rejected, or waits.',
        'Give the id the record of the address that is right:',
        commandLine(reassignCommandText('ADDRESS', employeeId)),
        'Where that address has no record, free the id, and send the hire. Failed messages with the id go, too; if they are about several people, drop them first:',
        commandLine(commandOfEmployee('erase', employeeId, '--why TEXT')),
      ];
  }
}

export function pointerJson({ pointer, standing }: PointedEmployee) {
  return { personKey: pointer.personKey, standing: standing.kind };
}
