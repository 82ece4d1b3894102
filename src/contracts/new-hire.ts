import * as z from 'zod/mini';
import { DOMAIN, roleArn as roleArnTerms, USER_TYPES } from './account-terms.ts';
import { composed, TEXT_MAX_CODE_POINTS } from './composed.ts';
import type { JsonObject } from './envelopes.ts';
import { PERSON_KEY_PATTERN } from './person-key.ts';
import { LINK_MARK, PLAIN_TEXT_PATTERN, VISIBLE_CHARACTER } from './plain-text.ts';

/** The longest address that SMTP can carry (RFC 5321, 4.5.3.1.3, less its angle brackets). */
const ADDRESS_MAX_CHARACTERS = 254;
/** A dot-atom (RFC 5321, 4.1.2) at a domain. */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const EMAIL_PATTERN = new RegExp(`^${ATOM}(?:\\.${ATOM})*@${DOMAIN}$`);
const DOMAIN_OUTSIDE_ASCII = /@[^@]*[^@\0-\x7f]/;
const PRINTABLE_ASCII_PATTERN = /^[\x20-\x7e]{1,128}$/;
const atMostTextLength = new RegExp(`^[\\s\\S]{1,${TEXT_MAX_CODE_POINTS}}$`, 'u');

const emailRules = {
  missing: "is required; send the person's work address",
  text: "must be a string; send the person's work address",
  length: `must have at most ${ADDRESS_MAX_CHARACTERS} characters; send the person's work address`,
  pattern:
    "must be local-part@domain in plain ASCII, with a dot in the domain; send the person's work address in that form",
  domain:
    'must have a domain in plain ASCII; send an international domain in its xn-- form, without invisible characters',
};
export const TEXT_RULE = `must be well-formed text of 1 to ${TEXT_MAX_CODE_POINTS} characters, one of them visible; correct it or leave it out`;
const PLAIN_TEXT_RULE =
  'must not contain ://, or control, bidirectional, tag or private-use characters; remove them';
const TYPE_RULE = 'must be APP_USER or SUPER_USER; correct it, or leave it out for APP_USER';
const API_ACCESS_RULE = 'must be ENABLED or DISABLED; correct it, or leave it out for DISABLED';
const ROLE_ARN_RULE =
  'must be the ARN of an IAM role, 20 to 2048 characters long; correct it or leave it out';
const IDENTIFIER_RULE =
  'must be a string of 1 to 128 printable ASCII characters; correct it or leave it out';
const EMPLOYEE_ID_RULE =
  'must be a string of 1 to 128 printable ASCII characters, or an integer from 0 to 9007199254740991; correct it or leave it out';
const START_DATE_RULE = 'must be a date as YYYY-MM-DD; correct it or leave it out';
const PERSON_KEY_RULE =
  'must not have the form of a Joiner person key, user# and 64 hexadecimal digits; send the id that HR assigned, or leave it out';

/** One line of text that people read, such as a name. */
export const plainText = z.string(TEXT_RULE).check(
  z.refine(
    (text) => text.isWellFormed() && atMostTextLength.test(text) && VISIBLE_CHARACTER.test(text),
    TEXT_RULE,
  ),
  z.regex(PLAIN_TEXT_PATTERN, PLAIN_TEXT_RULE),
  z.refine((text) => !text.includes(LINK_MARK), PLAIN_TEXT_RULE),
  z.overwrite(composed),
);
/** An id from HR: it must fit SQS message attributes and logs. */
export const identifier = z
  .string(IDENTIFIER_RULE)
  .check(z.regex(PRINTABLE_ASCII_PATTERN, IDENTIFIER_RULE));
/**
 * In a directory, a person key identifies a person without an employee id. Accepted as an employee id,
 * it would claim that person's account under any address.
 */
const employeeIdText = z.string(EMPLOYEE_ID_RULE).check(
  z.regex(PRINTABLE_ASCII_PATTERN, EMPLOYEE_ID_RULE),
  z.refine((text) => !PERSON_KEY_PATTERN.test(text), PERSON_KEY_RULE),
);
/** Taken as its decimal digits. Beyond 2^53 - 1, JSON.parse gives two people the same number. */
export const employeeNumber = z.custom<number>(
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  EMPLOYEE_ID_RULE,
);
const employeeId = z.union(
  [employeeIdText, z.pipe(employeeNumber, z.transform(String))],
  EMPLOYEE_ID_RULE,
);
/** A date, or a date-time, which counts with its date. */
const START_DATE_PATTERN = /^\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/;
const startDate = z
  .string(START_DATE_RULE)
  .check(
    z.regex(START_DATE_PATTERN, START_DATE_RULE),
    z.overwrite(dateIn),
    z.refine(isDate, START_DATE_RULE),
  );
const apiAccess = z.enum(['ENABLED', 'DISABLED'], API_ACCESS_RULE);

const roleArn = z
  .string(ROLE_ARN_RULE)
  .check(
    z.minLength(roleArnTerms.minLength, ROLE_ARN_RULE),
    z.maxLength(roleArnTerms.maxLength, ROLE_ARN_RULE),
    z.regex(roleArnTerms.pattern, ROLE_ARN_RULE),
  );

const userType = z.enum(USER_TYPES, TYPE_RULE);

/** The fields of a hire as HR may send them. Fields that are not listed here are ignored. */
export const newHireFields = z.object({
  // Checked before lower-casing, which would turn some letters outside ASCII into ASCII.
  emailAddress: z
    .string({
      error: ({ input }) => (input === undefined ? emailRules.missing : emailRules.text),
    })
    .check(
      z.maxLength(ADDRESS_MAX_CHARACTERS, emailRules.length),
      z.regex(EMAIL_PATTERN, {
        error: ({ input }) =>
          DOMAIN_OUTSIDE_ASCII.test(String(input)) ? emailRules.domain : emailRules.pattern,
      }),
      z.toLowerCase(),
    ),
  type: z._default(userType, 'APP_USER'),
  firstName: z.exactOptional(plainText),
  lastName: z.exactOptional(plainText),
  apiAccess: z.exactOptional(apiAccess),
  ApiAccess: z.exactOptional(apiAccess),
  apiAccessPrincipalArn: z.exactOptional(roleArn),
  employeeId: z.exactOptional(employeeId),
  startDate: z.exactOptional(startDate),
  requestId: z.exactOptional(identifier),
});

/**
 * Those of the fields that were sent, with text trimmed. `null`, and text of nothing but white space, counts as
 * not sent, as an empty cell of a CSV file does.
 * @param fields by default those of an account, and the ids
 */
export function sentFields(
  content: JsonObject,
  fields: readonly string[] = Object.keys(newHireFields.shape),
): JsonObject {
  const sent: Record<string, unknown> = {};
  for (const field of fields) {
    const value = content[field];
    const trimmed = typeof value === 'string' ? value.trim() : value;
    if (trimmed !== undefined && trimmed !== null && trimmed !== '') sent[field] = trimmed;
  }
  return sent;
}

/**
 * The bare new hire: what HR sends about one person. Parsing trims text, lower-cases the address, puts names in
 * NFC, fills in defaults and renames `ApiAccess`, the field's name before 2023-09-25, to `apiAccess`.
 */
export const newHire = z.pipe(
  z.transform((content: JsonObject) => sentFields(content)),
  z.pipe(
    newHireFields.check(
      z.refine(
        (hire) =>
          hire.apiAccess === undefined ||
          hire.ApiAccess === undefined ||
          hire.apiAccess === hire.ApiAccess,
        {
          path: ['apiAccess'],
          error: 'must not differ from ApiAccess, its former name; send only apiAccess',
          // Checked even if other fields fail: a refusal lists every fault at once.
          when: ({ value }) => typeof value === 'object' && value !== null,
        },
      ),
    ),
    z.transform(({ apiAccess, ApiAccess, ...hire }) => ({
      ...hire,
      apiAccess: apiAccess ?? ApiAccess ?? ('DISABLED' as const),
    })),
  ),
);

export type NewHire = z.output<typeof newHire>;

/** What a hire requests of the directory: the CreateUser input without its client token. */
export type AccountFields = Readonly<Omit<NewHire, 'employeeId' | 'requestId' | 'startDate'>>;

function dateIn(text: string): string {
  return text.slice(0, 'YYYY-MM-DD'.length);
}

/** 30 February is none. */
function isDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
