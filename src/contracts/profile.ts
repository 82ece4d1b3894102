import * as z from 'zod/mini';
import { type JsonObject, rulesByField } from './envelopes.ts';
import { employeeNumber, plainText, sentFields, TEXT_RULE } from './new-hire.ts';
import type { Profile, ProfileField } from './profile-fields.ts';

/** An employee id, in whichever of its two forms. One that no employee can have links to no one. */
const managerId = z.union(
  [plainText, z.pipe(employeeNumber, z.transform(String))],
  `${TEXT_RULE}. Send the employeeId of the manager`,
);

/**
 * The profile of a hire. A field is read only where the operator has it forwarded or bounded: elsewhere it is
 * like any field that the contract does not know, whatever its value.
 */
export const profileFields = z.object({
  title: z.exactOptional(plainText),
  userType: z.exactOptional(plainText),
  department: z.exactOptional(plainText),
  division: z.exactOptional(plainText),
  organization: z.exactOptional(plainText),
  costCenter: z.exactOptional(plainText),
  manager: z.exactOptional(managerId),
  phoneNumber: z.exactOptional(plainText),
  preferredLanguage: z.exactOptional(plainText),
  locale: z.exactOptional(plainText),
  timezone: z.exactOptional(plainText),
} satisfies Record<ProfileField, unknown>);

/** At most one of the two. */
export interface ProfileReading {
  /** Absent where no field is read. */
  readonly profile?: Profile;
  /** The broken rule of each field that is at fault, without its value. */
  readonly rules?: readonly string[];
}

/** Reads these fields of a hire's content; as elsewhere, empty text and `null` count as not sent. */
export function readProfile(content: JsonObject, fields: readonly ProfileField[]): ProfileReading {
  if (fields.length === 0) return {};
  const read = profileFields.safeParse(sentFields(content, fields));
  return read.success ? { profile: read.data } : { rules: rulesByField(read.error) };
}
