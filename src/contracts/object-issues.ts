import type * as v from 'valibot';

type ObjectIssue = Pick<v.StrictObjectIssue, 'expected' | 'path'>;

/** Whether an object is at fault for a member that its schema does not know. */
export function isUnknownKey({ expected }: ObjectIssue): boolean {
  return expected === 'never';
}

/** Whether an object is at fault for a member that it lacks. */
export function isMissingKey(issue: ObjectIssue): boolean {
  return issue.path !== undefined && !isUnknownKey(issue);
}
