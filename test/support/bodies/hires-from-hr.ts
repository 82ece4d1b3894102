import { PROFILE_FIELDS } from '../../../src/contracts/profile-fields.ts';
import type { ProfileTerms } from '../../../src/contracts/profile-settings.ts';

/**
 * What becomes of a hire: the outcome of its event, `pending` for an account without its manager, or a reason code and
 * the field that the reason names.
 */
export type Becomes = 'created' | 'pending' | 'duplicate' | readonly [code: string, field: string];

/** A body as HR systems and people send it, and what becomes of it in each directory. */
export interface HireFromHr {
  readonly what: string;
  readonly body: string | object;
  readonly finspace: Becomes;
  readonly 'identity-center': Becomes;
  readonly scim: Becomes;
}

/** The policy under which they are sent. */
export const POLICY_FROM_HR = {
  ALLOWED_EMAIL_DOMAINS:
    'example.com,eu.corp.example.com,fjord.technology,alpen.swiss,xn--e1afmkfd.xn--p1ai,' +
    `${'d'.repeat(60)}.${'e'.repeat(30)}.com`,
  ACCEPTED_EVENT_TYPES: 'EmployeeHired,com.example.hr.*.hired',
};

/** The profiles of the directories that keep them; FinSpace does not. */
export const PROFILE_FROM_HR: ProfileTerms = {
  forwarded: PROFILE_FIELDS,
  allowedValues: { department: ['Data', 'R&D'] },
};

const beyond = (field: string) => ['outside-target-limits', field] as const;
const invalid = (field: string) => ['invalid-message', field] as const;
const NAMELESS = ['required-by-target', 'lastName'] as const;

const everywhere = (what: string, body: string | object, becomes: Becomes): HireFromHr => ({
  what,
  body,
  finspace: becomes,
  'identity-center': becomes,
  scim: becomes,
});
/** A hire that only FinSpace does not take. */
const notInFinspace = (what: string, body: object, field: string): HireFromHr => ({
  ...everywhere(what, body, 'created'),
  finspace: beyond(field),
});
/** A hire that only IAM Identity Center does not take. */
const notInIdentityCenter = (what: string, body: object, becomes: Becomes): HireFromHr => ({
  ...everywhere(what, body, 'created'),
  'identity-center': becomes,
});

/** A hire that FinSpace takes, as it keeps no profiles. */
const whereProfilesAre = (what: string, body: object, becomes: Becomes): HireFromHr => ({
  ...everywhere(what, body, becomes),
  finspace: 'created',
});

let hires = 0;
/** A person of their own, under a request id of their own. */
function hire(changes: object = {}): Record<string, unknown> {
  hires += 1;
  return {
    requestId: `from-hr-${hires}`,
    emailAddress: `person.${hires}@example.com`,
    firstName: 'Liv',
    lastName: 'Aas',
    ...changes,
  };
}
const at = (emailAddress: string) => hire({ emailAddress });
/** Another request about the same person. */
const again = (body: object, changes: object) => ({
  ...hire(),
  ...body,
  requestId: `from-hr-again-${hires}`,
  ...changes,
});

const decomposed = hire({ employeeId: 'E-7', firstName: 'Zoe\u0308', lastName: 'Mu\u0308ller' });
const padded = hire({
  employeeId: 'E-8 ',
  emailAddress: ' Omar.Aziz@Example.com\u00a0',
  firstName: ' Omar ',
  lastName: 'Aziz\u00a0',
});
const misspelt = hire({ employeeId: 'E-9', emailAddress: 'ana.soza@example.com' });
const withZeros = hire({ employeeId: '000731' });

const ADDRESSES: readonly HireFromHr[] = [
  notInFinspace('a domain of 10 letters at its end', at('ola@fjord.technology'), 'emailAddress'),
  notInFinspace('a domain of 5 letters at its end', at('urs@alpen.swiss'), 'emailAddress'),
  notInFinspace('an international domain', at('ivan@xn--e1afmkfd.xn--p1ai'), 'emailAddress'),
  notInFinspace('an apostrophe', at("maeve.o'hara@example.com"), 'emailAddress'),
  notInFinspace('an ampersand and a slash', at('r&d/lab@example.com'), 'emailAddress'),
  everywhere('a plus sign and a subdomain', at('pia+new@eu.corp.example.com'), 'created'),
  notInIdentityCenter(
    'a user name of 129 characters',
    at(`${'a'.repeat(33)}@${'d'.repeat(60)}.${'e'.repeat(30)}.com`),
    beyond('emailAddress'),
  ),
  everywhere('a domain outside ASCII', at('jutta@münzen.example'), invalid('emailAddress')),
  everywhere('a space of no width after it', at('ines@example.com\u200b'), invalid('emailAddress')),
  everywhere('dots where none may be', at('.dot..dash.@example..com'), invalid('emailAddress')),
  everywhere('a domain of one label', at('local@intranet'), invalid('emailAddress')),
  everywhere('a display name', at('Ma Il <ma.il@example.com>'), invalid('emailAddress')),
  everywhere('a link', at('mailto:ma.ilto@example.com'), invalid('emailAddress')),
  everywhere('a private address', at('bob@example.org'), ['outside-policy', 'emailAddress']),
];

const NAMES: readonly HireFromHr[] = [
  notInFinspace('a last name of 57 characters', hire({ lastName: 'W'.repeat(57) }), 'lastName'),
  notInIdentityCenter('no last name', hire({ lastName: undefined }), NAMELESS),
  notInIdentityCenter('an empty last name', hire({ lastName: '' }), NAMELESS),
  notInIdentityCenter('a blank last name', hire({ lastName: ' ' }), NAMELESS),
  notInIdentityCenter('null for a last name', hire({ lastName: null }), NAMELESS),
  everywhere('a dot for a last name', hire({ lastName: '.' }), 'created'),
  everywhere('one name twice', hire({ firstName: 'Aas' }), 'created'),
  everywhere('names from right to left', hire({ firstName: 'محمد', lastName: 'العلي' }), 'created'),
  everywhere('an ideograph beyond U+FFFF', hire({ firstName: '\u{20bb7}野' }), 'created'),
  everywhere('an emoji', hire({ firstName: 'Ray \u{1f31f}' }), 'created'),
  everywhere('hyphens and apostrophes', hire({ lastName: "d’Arcy-O'Neil" }), 'created'),
  notInIdentityCenter(
    'a joiner of Persian letters',
    hire({ firstName: 'علی\u200cرضا' }),
    beyond('firstName'),
  ),
  everywhere('nothing visible', hire({ lastName: '\u200b' }), invalid('lastName')),
  everywhere('a tab', hire({ firstName: 'Tab\tbed' }), invalid('firstName')),
  everywhere('a line break', hire({ lastName: 'New\nLine' }), invalid('lastName')),
  everywhere('text that turns', hire({ firstName: '\u202etxt.exe' }), invalid('firstName')),
  everywhere('decomposed letters', decomposed, 'created'),
  everywhere(
    'the same letters composed',
    again(decomposed, { firstName: 'Zoë', lastName: 'Müller' }),
    'duplicate',
  ),
  everywhere('white space around all text', padded, 'created'),
  everywhere(
    'the same text without it',
    again(padded, {
      employeeId: 'E-8',
      emailAddress: 'omar.aziz@example.com',
      firstName: 'Omar',
      lastName: 'Aziz',
    }),
    'duplicate',
  ),
];

const OTHER_FIELDS: readonly HireFromHr[] = [
  everywhere(
    'null in optional fields',
    hire({ apiAccessPrincipalArn: null, type: null }),
    'created',
  ),
  everywhere('empty text in optional fields', hire({ apiAccess: '', type: '' }), 'created'),
  everywhere('null for an employee id', hire({ employeeId: null }), 'created'),
  everywhere('an empty employee id', hire({ employeeId: '' }), 'created'),
  everywhere('a number for an employee id', hire({ employeeId: 10_423 }), 'created'),
  everywhere('colons in an employee id', hire({ employeeId: 'WD:000:81' }), 'created'),
  everywhere('zeros before an employee id', withZeros, 'created'),
  everywhere('an employee id that lost its zeros', again(withZeros, { employeeId: '731' }), [
    'address-belongs-to-another',
    'emailAddress',
  ]),
  everywhere(
    'an employee id outside ASCII',
    hire({ employeeId: 'Müller-7' }),
    invalid('employeeId'),
  ),
  everywhere('a number for a request id', hire({ requestId: 77 }), invalid('requestId')),
  everywhere('a field that is not the contract’s', hire({ workerType: 'Contingent' }), 'created'),
];

const CORRECTIONS: readonly HireFromHr[] = [
  everywhere('a misspelt address', misspelt, 'created'),
  everywhere(
    'the same employee at the right address',
    again(misspelt, { emailAddress: 'ana.souza@example.com' }),
    ['employee-at-another-address', 'employeeId'],
  ),
  everywhere('another employee at the first address', again(misspelt, { employeeId: 'E-10' }), [
    'address-belongs-to-another',
    'emailAddress',
  ]),
];

const PROFILES: readonly HireFromHr[] = [
  everywhere(
    'a profile',
    hire({
      title: 'Engineer',
      userType: 'Employee',
      department: 'R&D',
      division: 'Fjord 东京',
      organization: 'Acme, Inc.',
      costCenter: '000815',
      phoneNumber: '+47 22 00 00 00',
      preferredLanguage: 'nb-NO',
      locale: 'nb-NO',
      timezone: 'Europe/Oslo',
    }),
    'created',
  ),
  everywhere('null and empty text in a profile', hire({ department: null, title: ' ' }), 'created'),
  everywhere('a manager who has an account', hire({ manager: 'WD:000:81' }), 'created'),
  everywhere('a number for a manager who has one', hire({ manager: 10_423 }), 'created'),
  whereProfilesAre('a manager who has none', hire({ manager: 'E-404' }), 'pending'),
  whereProfilesAre('a name for a manager', hire({ manager: 'Joe Bloggs' }), 'pending'),
  whereProfilesAre('an object for a manager', hire({ manager: { id: 'E-1' } }), invalid('manager')),
  whereProfilesAre('a department that is not allowed', hire({ department: 'Board' }), [
    'attribute-value-not-allowed',
    'department',
  ]),
  whereProfilesAre('a number for a cost center', hire({ costCenter: 815 }), invalid('costCenter')),
  whereProfilesAre('a title of 257 characters', hire({ title: 'x'.repeat(257) }), invalid('title')),
  whereProfilesAre('a line break in a title', hire({ title: 'Vice\nPresident' }), invalid('title')),
  notInIdentityCenter(
    'a joiner of Persian letters in a title',
    hire({ title: 'می\u200cشود' }),
    beyond('title'),
  ),
];

const ENVELOPES: readonly HireFromHr[] = [
  everywhere('a byte-order mark', `\ufeff${JSON.stringify(hire())}`, 'created'),
  everywhere(
    'an event about a hire',
    {
      specversion: '1.0',
      id: 'e-1',
      source: 'hr',
      type: 'com.example.hr.employee.hired',
      data: hire(),
    },
    'created',
  ),
  everywhere(
    'an event about a deletion',
    {
      specversion: '1.0',
      id: 'e-2',
      source: 'hr',
      type: 'com.example.hr.employee.deleted',
      data: hire(),
    },
    ['event-type-not-accepted', 'type'],
  ),
  everywhere(
    'an event about a termination',
    { id: 'e-3', source: 'hr', 'detail-type': 'EmployeeTerminated', detail: hire() },
    ['event-type-not-accepted', 'detail-type'],
  ),
  everywhere(
    'an envelope of a system’s own',
    { id: '5512', type: 'employee.created', data: hire() },
    invalid('emailAddress'),
  ),
  everywhere('a list of hires', { data: { hires: [hire(), hire()] } }, invalid('emailAddress')),
  everywhere(
    'field names of a system’s own',
    { first_name: 'Snake', last_name: 'Case', email: 'snake.case@example.com' },
    invalid('emailAddress'),
  ),
];

/** In order: some follow another one about the same person. */
export const HIRES_FROM_HR: readonly HireFromHr[] = [
  ...ADDRESSES,
  ...NAMES,
  ...OTHER_FIELDS,
  ...CORRECTIONS,
  ...PROFILES,
  ...ENVELOPES,
];
