import type { FieldLimit } from '../../provisioning/field-limit.ts';

/** The limits of CreateUser on what a hire may contain: shapes Email, FirstName and LastName of the API model. */
export const LIMITS: readonly FieldLimit[] = [
  {
    field: 'emailAddress',
    maxCharacters: 320,
    allowed: {
      pattern: /^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,4}$/,
      characters:
        'letters, digits and . _ % + - around its @, and end in a dot and 2 to 4 letters,',
    },
  },
  { field: 'firstName', maxCharacters: 50 },
  { field: 'lastName', maxCharacters: 50 },
];
