import * as v from 'valibot';
import { composed } from './composed.ts';
import { type JsonObject, rulesByField } from './envelopes.ts';
import { employeeNumber, plainText, sentFields, sentText, TEXT_RULE } from './new-hire.ts';
import type { Profile, ProfileField } from './profile-fields.ts';

/** An employee id, in whichever of its two forms. One that no employee can have links to no one. */
const managerId = v.pipe(
  v.union(
    [sentText, v.pipe(employeeNumber, v.transform(String))],
    `${TEXT_RULE}. Send the employeeId of the manager`,
  ),
  v.transform(composed),
);

/**
 * The profile of a hire. A field is read only where the operator has it forwarded or bounded: elsewhere it is
 * like any field that the contract does not know, whatever its value.
 */
export const profileFields = v.object({
  title: v.exactOptional(plainText),
  userType: v.exactOptional(plainText),
  department: v.exactOptional(plainText),
  division: v.exactOptional(plainText),
  organization: v.exactOptional(plainText),
  costCenter: v.exactOptional(plainText),
  manager: v.exactOptional(managerId),
  phoneNumber: v.exactOptional(plainText),
  preferredLanguage: v.exactOptional(plainText),
  locale: v.exactOptional(plainText),
  timezone: v.exactOptional(plainText),
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
  const read = v.safeParse(profileFields, sentFields(content, fields));
  return read.success ? { profile: read.output } : { rules: rulesByField(read) };
}
