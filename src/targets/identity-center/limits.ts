import { PROFILE_FIELDS } from '../../contracts/profile-fields.ts';
import type { FieldLimit } from '../../provisioning/field-limit.ts';
import type { UserNameForm } from '../../provisioning/user-name.ts';

const LETTERS = 'letters, accents, symbols, numbers and punctuation';
/** Pattern of every text but the user name. */
const TEXT = {
  pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r \u00a0\u3000]+$/u,
  characters: `${LETTERS}, with spaces, tabs and line breaks`,
};

/**
 * Those of a profile. Its lengths, up to 1,024 characters, are beyond the contract's. For the extension AWS documents
 * none: it is an assumption that they are the same.
 */
export const PROFILE_LIMITS: readonly FieldLimit[] = PROFILE_FIELDS.map((field) => ({
  field,
  allowed: TEXT,
}));

/**
 * The limits of CreateUser on what a hire may contain (Identity Store API reference). AWS does not
 * document whether letter case counts in the reserved names.
 */
export function limitsOf(naming: UserNameForm): readonly FieldLimit[] {
  return [
    {
      field: 'emailAddress',
      ...(naming === 'local-part' && { part: naming }),
      meaning: 'the user name',
      maxCharacters: 128,
      allowed: { pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, characters: LETTERS },
      reserved: ['Administrator', 'AWSAdministrators'],
    },
    { field: 'firstName', allowed: TEXT },
    { field: 'lastName', allowed: TEXT },
  ];
}
