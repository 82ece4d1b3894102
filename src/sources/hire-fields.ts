import { newHireFields } from '../contracts/new-hire.ts';
import { PROFILE_FIELDS } from '../contracts/profile-fields.ts';

/** The fields that a hire can have. */
export const HIRE_FIELDS: readonly string[] = [
  ...Object.keys(newHireFields.entries),
  ...PROFILE_FIELDS,
];
