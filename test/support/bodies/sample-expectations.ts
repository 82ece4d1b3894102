import type { AccountFields } from '../../../src/contracts/new-hire.ts';
import type { Reason } from '../../../src/contracts/reason.ts';
import { TEST_PSEUDONYMS } from './read-body.ts';

const LONG_ID = `einstellung/${'ü'.repeat(130)}`;

/** What must become of a sample in `events/` under the default policy. */
export type SampleExpectation =
  | {
      readonly kind: 'accepted';
      readonly account: AccountFields;
      /** Absent where it stands in for the body. */
      readonly requestId?: string;
      readonly employeeId?: string;
    }
  | { readonly kind: 'rejected'; readonly reason: Reason };

function accepted(
  account: Partial<AccountFields> & Pick<AccountFields, 'emailAddress'>,
  ids: { readonly requestId?: string; readonly employeeId?: string } = {},
): SampleExpectation {
  return {
    kind: 'accepted',
    account: { type: 'APP_USER', apiAccess: 'DISABLED', ...account },
    ...ids,
  };
}

function rejected(code: string, ...rules: string[]): SampleExpectation {
  return { kind: 'rejected', reason: { code, message: rules.join('. ') } };
}

const NOT_JSON = 'body: must be JSON in UTF-8; send the hire as one JSON object';
const ADDRESS_PATTERN =
  "emailAddress: must be local-part@domain in plain ASCII, with a dot in the domain; send the person's work address in that form";
const NAME_RULE =
  'must be well-formed text of 1 to 256 characters, one of them visible; correct it or leave it out';
const PLAIN_TEXT_RULE =
  'must not contain ://, or control, bidirectional, tag or private-use characters; remove them';
const EMPLOYEE_ID_RULE =
  'must be a string of 1 to 128 printable ASCII characters, or an integer from 0 to 9007199254740991; correct it or leave it out';
const IDENTIFIER_RULE =
  'must be a string of 1 to 128 printable ASCII characters; correct it or leave it out';
const TYPE_RULE = 'type: must be APP_USER or SUPER_USER; correct it, or leave it out for APP_USER';
const CONTENT_RULE = 'must be a JSON object; put the hire there as JSON, not as text or base64';
const TYPE_NOT_ALLOWED =
  'type: must be allowed here; send an allowed type, or have the operator add it to ALLOWED_USER_TYPES';

/** Every message in `events/`, by file name. */
export const sampleExpectations: Readonly<Record<string, SampleExpectation>> = {
  'address-only.json': accepted({ emailAddress: 'kwame.mensah@example.com' }),
  'bare.json': accepted({
    emailAddress: 'ada.okafor@example.com',
    firstName: 'Ada',
    lastName: 'Okafor',
  }),
  'byte-order-mark.txt': accepted({ emailAddress: 'chiara.conti@example.com' }),
  'cloudevents.json': accepted(
    { emailAddress: 'hanako.yamada@example.com', firstName: '花子', lastName: '山田' },
    { requestId: 'b1c6f0c2-6d0e-4a6e-9a53-2f6a4f1f9f10', employeeId: 'E-20414' },
  ),
  'employee-id-as-number.json': accepted(
    { emailAddress: 'leila.haddad@example.com', firstName: 'Leila', lastName: 'Haddad' },
    { employeeId: '20440' },
  ),
  'empty-fields.json': accepted({ emailAddress: 'jonas.weber@example.com', lastName: 'Weber' }),
  'eventbridge.json': accepted(
    { emailAddress: 'olena.shevchenko@example.com', firstName: 'Олена', lastName: 'Шевченко' },
    { requestId: '6a7e8feb-b491-4cf7-a9f1-bf3703467718', employeeId: 'E-20415' },
  ),
  'eventbridge-in-sns.json': accepted(
    { emailAddress: 'minjun.kim@example.com', firstName: '민준', lastName: '김' },
    { requestId: '0d1f3a52-7a43-4c7e-8b7c-9f0a1f0f6f21' },
  ),
  'full.json': accepted(
    { emailAddress: 'zoe.lindqvist@example.com', firstName: 'Zoë', lastName: 'Lindqvist' },
    { requestId: 'onboarding-2026-11-02-0431', employeeId: 'E-20431' },
  ),
  'legacy-api-access.json': accepted({
    emailAddress: 'tomasz.wojcik@example.com',
    firstName: 'Tomasz',
    lastName: 'Wójcik',
  }),
  // The SHA-256 of the envelope's id.
  'long-envelope-id.json': accepted(
    { emailAddress: 'lucas.dubois@example.com' },
    { requestId: TEST_PSEUDONYMS.pseudonymOf(LONG_ID) },
  ),
  // Nothing of it is forwarded by default.
  'profile.json': accepted(
    { emailAddress: 'amara.nwosu@example.com', firstName: 'Amara', lastName: 'Nwosu' },
    { employeeId: 'E-20462' },
  ),
  'same-api-access-twice.json': accepted({ emailAddress: 'ingrid.bjornstad@example.com' }),
  'sns.json': accepted(
    { emailAddress: 'layla.haddad@example.com', firstName: 'ليلى', lastName: 'حداد' },
    { requestId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b' },
  ),
  'three-envelopes.json': accepted(
    { emailAddress: 'wei.li@example.com', firstName: '伟', lastName: '李' },
    { requestId: 'onboarding-2026-11-02-0024' },
  ),
  'unknown-fields.json': accepted({
    emailAddress: 'noa.levi@example.com',
    firstName: 'נועה',
    lastName: 'לוי',
  }),

  'cut-short.txt': rejected('invalid-json', NOT_JSON),
  'not-json.txt': rejected('invalid-json', NOT_JSON),

  'cloudevents-base64.json': rejected('invalid-envelope', `data: ${CONTENT_RULE}`),
  'cloudevents-of-another-version.json': rejected(
    'invalid-envelope',
    'specversion: must be 1.0; send CloudEvents 1.0 in structured mode',
  ),
  'eventbridge-without-detail.json': rejected('invalid-envelope', `detail: ${CONTENT_RULE}`),
  'nested-too-deep.json': rejected(
    'invalid-envelope',
    'body: must hold the hire in at most 3 envelopes; send it in fewer',
  ),
  'sns-message-not-json.json': rejected(
    'invalid-envelope',
    'Message: must hold a JSON object as text; publish the hire to the topic as JSON',
  ),
  'sns-subscription-confirmation.json': rejected(
    'invalid-envelope',
    'Type: must be Notification; confirm subscriptions outside this queue',
  ),

  'array-of-hires.json': rejected(
    'invalid-message',
    'body: must be a JSON object; send one hire per message',
  ),
  'bad-address.json': rejected('invalid-message', ADDRESS_PATTERN),
  'bad-request-id.json': rejected('invalid-message', `requestId: ${IDENTIFIER_RULE}`),
  'bad-role-arn.json': rejected(
    'invalid-message',
    'apiAccessPrincipalArn: must be the ARN of an IAM role, 20 to 2048 characters long; correct it or leave it out',
  ),
  'both-api-access-spellings.json': rejected(
    'invalid-message',
    'apiAccess: must not differ from ApiAccess, its former name; send only apiAccess',
  ),
  'employee-id-too-large.json': rejected('invalid-message', `employeeId: ${EMPLOYEE_ID_RULE}`),
  'link-in-name.json': rejected('invalid-message', `firstName: ${PLAIN_TEXT_RULE}`),
  'direction-in-name.json': rejected('invalid-message', `firstName: ${PLAIN_TEXT_RULE}`),
  'invisible-name.json': rejected('invalid-message', `firstName: ${NAME_RULE}`),
  'header-in-address.json': rejected('invalid-message', ADDRESS_PATTERN),
  'kelvin-sign-address.json': rejected('invalid-message', ADDRESS_PATTERN),
  'lone-surrogate-in-name.json': rejected('invalid-message', `firstName: ${NAME_RULE}`),
  'missing-address.json': rejected(
    'invalid-message',
    "emailAddress: is required; send the person's work address",
  ),
  'name-too-long.json': rejected('invalid-message', `lastName: ${NAME_RULE}`),
  'several-faults.json': rejected(
    'invalid-message',
    ADDRESS_PATTERN,
    TYPE_RULE,
    `firstName: ${NAME_RULE}`,
  ),
  'unknown-api-access.json': rejected(
    'invalid-message',
    'apiAccess: must be ENABLED or DISABLED; correct it, or leave it out for DISABLED',
  ),
  'unknown-type.json': rejected('invalid-message', TYPE_RULE),

  'api-access-with-role.json': rejected(
    'outside-policy',
    'apiAccessPrincipalArn: must be allowed here; send an allowed role, or have the operator add it to ALLOWED_API_ACCESS_PRINCIPAL_ARNS',
  ),
  'api-access-without-role.json': rejected(
    'outside-policy',
    'apiAccessPrincipalArn: is required with apiAccess ENABLED; send a role that ALLOWED_API_ACCESS_PRINCIPAL_ARNS lists, or DISABLED',
  ),
  'role-without-api-access.json': rejected(
    'outside-policy',
    'apiAccessPrincipalArn: is allowed only with apiAccess ENABLED; leave it out or send ENABLED',
  ),
  'super-user.json': rejected('outside-policy', TYPE_NOT_ALLOWED),
};

/** What becomes of the hires of `events/first-day.csv`, row by row; the other rows are created. */
export const firstDayExpectations: Readonly<
  Record<number, 'existing' | 'duplicate' | { readonly rejected: Reason }>
> = {
  7: 'existing',
  13: { rejected: { code: 'outside-policy', message: TYPE_NOT_ALLOWED } },
  17: { rejected: { code: 'invalid-message', message: ADDRESS_PATTERN } },
  25: 'duplicate',
};
