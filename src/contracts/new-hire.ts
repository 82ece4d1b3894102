import * as v from 'valibot';
import { DOMAIN, roleArn as roleArnTerms, USER_TYPES } from './account-terms.ts';
import { composed, TEXT_MAX_CODE_POINTS } from './composed.ts';
import { isJsonObject, type JsonObject } from './envelopes.ts';
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

/** As it is sent. A union whose part changes the text would not say which rule the text breaks. */
export const sentText = v.pipe(
  v.string(TEXT_RULE),
  v.check(
    (text) => text.isWellFormed() && atMostTextLength.test(text) && VISIBLE_CHARACTER.test(text),
    TEXT_RULE,
  ),
  v.regex(PLAIN_TEXT_PATTERN, PLAIN_TEXT_RULE),
  v.check((text) => !text.includes(LINK_MARK), PLAIN_TEXT_RULE),
);
/** One line of text that people read, such as a name. */
export const plainText = v.pipe(sentText, v.transform(composed));
/** An id from HR: it must fit SQS message attributes and logs. */
export const identifier = v.pipe(
  v.string(IDENTIFIER_RULE),
  v.regex(PRINTABLE_ASCII_PATTERN, IDENTIFIER_RULE),
);
/**
 * In a directory, a person key identifies a person without an employee id. Accepted as an employee id,
 * it would claim that person's account under any address.
 */
const employeeIdText = v.pipe(
  v.string(EMPLOYEE_ID_RULE),
  v.regex(PRINTABLE_ASCII_PATTERN, EMPLOYEE_ID_RULE),
  v.check((text) => !PERSON_KEY_PATTERN.test(text), PERSON_KEY_RULE),
);
/** Taken as its decimal digits. Beyond 2^53 - 1, JSON.parse gives two people the same number. */
export const employeeNumber = v.custom<number>(
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  EMPLOYEE_ID_RULE,
);
const employeeId = v.union(
  [employeeIdText, v.pipe(employeeNumber, v.transform(String))],
  EMPLOYEE_ID_RULE,
);
/** A date, or a date-time, which counts with its date. */
const START_DATE_PATTERN = /^\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/;
const startDate = v.pipe(
  v.string(START_DATE_RULE),
  v.regex(START_DATE_PATTERN, START_DATE_RULE),
  v.transform(dateIn),
  v.check(isDate, START_DATE_RULE),
);
const apiAccess = v.picklist(['ENABLED', 'DISABLED'], API_ACCESS_RULE);

const roleArn = v.pipe(
  v.string(ROLE_ARN_RULE),
  v.minLength(roleArnTerms.minLength, ROLE_ARN_RULE),
  v.maxLength(roleArnTerms.maxLength, ROLE_ARN_RULE),
  v.regex(roleArnTerms.pattern, ROLE_ARN_RULE),
);

const userType = v.picklist(USER_TYPES, TYPE_RULE);

/** The fields of a hire as HR may send them. Fields that are not listed here are ignored. */
export const newHireFields = v.object(
  {
    // Checked before lower-casing, which would turn some letters outside ASCII into ASCII.
    emailAddress: v.pipe(
      v.string(({ input }) => (input === undefined ? emailRules.missing : emailRules.text)),
      v.maxLength(ADDRESS_MAX_CHARACTERS, emailRules.length),
      v.regex(EMAIL_PATTERN, ({ input }) =>
        DOMAIN_OUTSIDE_ASCII.test(input) ? emailRules.domain : emailRules.pattern,
      ),
      v.toLowerCase(),
    ),
    type: v.optional(userType, 'APP_USER'),
    firstName: v.exactOptional(plainText),
    lastName: v.exactOptional(plainText),
    apiAccess: v.exactOptional(apiAccess),
    ApiAccess: v.exactOptional(apiAccess),
    apiAccessPrincipalArn: v.exactOptional(roleArn),
    employeeId: v.exactOptional(employeeId),
    startDate: v.exactOptional(startDate),
    requestId: v.exactOptional(identifier),
  },
  // Of the only field that must be there.
  emailRules.missing,
);

/** What the contract makes of a value; undefined if the value breaks a rule. */
export function validOf<Output>(
  schema: v.GenericSchema<unknown, Output>,
  value: unknown,
): Output | undefined {
  const read = v.safeParse(schema, value);
  return read.success ? read.output : undefined;
}

/**
 * Those of the fields that were sent, with text trimmed. `null`, and text of nothing but white space, counts as
 * not sent, as an empty cell of a CSV file does.
 * @param fields by default those of an account, and the ids
 */
export function sentFields(
  content: JsonObject,
  fields: readonly string[] = Object.keys(newHireFields.entries),
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
export const newHire = v.pipe(
  v.custom<JsonObject>(isJsonObject, 'must be a JSON object'),
  v.transform((content) => sentFields(content)),
  newHireFields,
  v.forward(
    v.partialCheck(
      [['apiAccess'], ['ApiAccess']],
      (hire) =>
        hire.apiAccess === undefined ||
        hire.ApiAccess === undefined ||
        hire.apiAccess === hire.ApiAccess,
      'must not differ from ApiAccess, its former name; send only apiAccess',
    ),
    ['apiAccess'],
  ),
  v.transform(({ apiAccess, ApiAccess, ...hire }) => ({
    ...hire,
    apiAccess: apiAccess ?? ApiAccess ?? ('DISABLED' as const),
  })),
);

export type NewHire = v.InferOutput<typeof newHire>;

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
