import * as v from 'valibot';
import { text } from './text.ts';

export const ENTERPRISE = 'aws:identitystore:enterprise';

const enterprise = v.strictObject({
  employeeNumber: v.optional(text),
  costCenter: v.optional(text),
  organization: v.optional(text),
  division: v.optional(text),
  department: v.optional(text),
  manager: v.optional(v.strictObject({ value: text })),
});

const phoneNumber = v.object({
  Value: text,
  Type: v.optional(text),
  Primary: v.optional(v.boolean()),
});

/** The members of a user beyond names and addresses. The attributes of the extension are those of AWS's example. */
export const profileMembers = {
  Title: v.optional(text),
  UserType: v.optional(text),
  PreferredLanguage: v.optional(text),
  Locale: v.optional(text),
  Timezone: v.optional(text),
  PhoneNumbers: v.optional(v.pipe(v.array(phoneNumber), v.length(1))),
  Extensions: v.optional(v.strictObject({ [ENTERPRISE]: enterprise })),
};

const profile = v.object(profileMembers);
export type Profile = v.InferOutput<typeof profile>;

/** Those of the input of CreateUser. */
export function profileOf(input: Profile): Profile {
  return v.parse(profile, input);
}

/** As DescribeUser shows it: the extension only where it is asked for. */
export function wireProfile({ Extensions, ...members }: Profile, extensions: readonly string[]) {
  return { ...members, ...(Extensions && extensions.includes(ENTERPRISE) && { Extensions }) };
}
