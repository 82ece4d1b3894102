import * as z from 'zod/mini';
import { text } from './text.ts';

export const ENTERPRISE = 'aws:identitystore:enterprise';

const enterprise = z.strictObject({
  employeeNumber: z.optional(text),
  costCenter: z.optional(text),
  organization: z.optional(text),
  division: z.optional(text),
  department: z.optional(text),
  manager: z.optional(z.strictObject({ value: text })),
});

const phoneNumber = z.object({
  Value: text,
  Type: z.optional(text),
  Primary: z.optional(z.boolean()),
});

/** The members of a user beyond names and addresses. The attributes of the extension are those of AWS's example. */
export const profileMembers = {
  Title: z.optional(text),
  UserType: z.optional(text),
  PreferredLanguage: z.optional(text),
  Locale: z.optional(text),
  Timezone: z.optional(text),
  PhoneNumbers: z.optional(z.array(phoneNumber).check(z.length(1))),
  Extensions: z.optional(z.strictObject({ [ENTERPRISE]: enterprise })),
};

const profile = z.object(profileMembers);
export type Profile = z.output<typeof profile>;

/** Those of the input of CreateUser. */
export function profileOf(input: Profile): Profile {
  return profile.parse(input);
}

/** As DescribeUser shows it: the extension only where it is asked for. */
export function wireProfile({ Extensions, ...members }: Profile, extensions: readonly string[]) {
  return { ...members, ...(Extensions && extensions.includes(ENTERPRISE) && { Extensions }) };
}
