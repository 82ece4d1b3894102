import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { rulesByField } from '../../src/contracts/envelopes.ts';
import { jsonSchemas } from '../../src/contracts/json-schemas.ts';
import { newHire, newHireFields } from '../../src/contracts/new-hire.ts';
import { readBody } from '../support/bodies/read-body.ts';
import { digestsFor } from '../support/engine/digests.ts';

const ann = { emailAddress: 'ann@example.com' };
const ROLE_ARN = 'arn:aws:iam::111122223333:role/research/api';

const ADDRESS_LENGTH =
  "emailAddress: must have at most 254 characters; send the person's work address";
const ADDRESS_PATTERN =
  "emailAddress: must be local-part@domain in plain ASCII, with a dot in the domain; send the person's work address in that form";
const DOMAIN_RULE =
  'emailAddress: must have a domain in plain ASCII; send an international domain in its xn-- form, without invisible characters';
const NAME_RULE =
  'must be well-formed text of 1 to 256 characters, one of them visible; correct it or leave it out';
const PLAIN_TEXT_RULE =
  'must not contain ://, or control, bidirectional, tag or private-use characters; remove them';
const EMPLOYEE_ID_RULE =
  'must be a string of 1 to 128 printable ASCII characters, or an integer from 0 to 9007199254740991; correct it or leave it out';
const IDENTIFIER_RULE =
  'must be a string of 1 to 128 printable ASCII characters; correct it or leave it out';
const ARN_RULE =
  'apiAccessPrincipalArn: must be the ARN of an IAM role, 20 to 2048 characters long; correct it or leave it out';

const newHireSchema = jsonSchemas()['new-hire.schema.json'];

function toPattern({ pattern }: { readonly pattern: string }): RegExp {
  return new RegExp(pattern, 'u');
}

/** The rules that a hire breaks; none if it is accepted. */
function rulesBrokenBy(hire: unknown): string[] {
  return rulesByField({ issues: v.safeParse(newHire, hire).issues ?? [] });
}

function addressOf(length: number): string {
  return `${'a'.repeat(length - '@example.com'.length)}@example.com`;
}

function arnOf(length: number): string {
  const start = 'arn:aws:iam::111122223333:role/';
  return start + 'r'.repeat(length - start.length);
}

describe('the address of a new hire', () => {
  test('the address of a new hire is lower-cased', () => {
    expect(v.parse(newHire, { emailAddress: 'Ann.O+X@Example.COM' }).emailAddress).toBe(
      'ann.o+x@example.com',
    );
  });

  test.each([' ann@example.com ', 'ann@example.com\n', '\t\u00a0\ufeffann@example.com\r\n'])(
    'the address of a new hire is trimmed: %j',
    (emailAddress) => {
      expect(v.parse(newHire, { emailAddress }).emailAddress).toBe('ann@example.com');
    },
  );

  test.each([
    ['of 254 characters', addressOf(254)],
    ['of 254 characters and white space around them', ` ${addressOf(254)} `],
    ['with a top-level domain of 2 letters', 'a@b.cc'],
    ['with a top-level domain of 63 letters', `a@b.${'c'.repeat(63)}`],
    ['with every sign that FinSpace takes', 'a.b_c%d+e-f@g-h.i.com'],
    ['with every sign of an atom', "o'b!#$%&*+-/=?^_`{|}~@example.com"],
    ['with an international domain', 'ivan@xn--e1afmkfd.xn--p1ai'],
    ['with an international domain in capitals', 'ivan@XN--E1AFMKFD.XN--P1AI'],
    ['with digits and hyphens in its domain', 'a@3-4--5.6.example'],
  ])('the address of a new hire is accepted %s', (_case, emailAddress) => {
    expect(rulesBrokenBy({ emailAddress })).toEqual([]);
  });

  test('the address of a new hire is refused for its length when of 255 characters', () => {
    expect(rulesBrokenBy({ emailAddress: addressOf(255) })).toEqual([ADDRESS_LENGTH]);
  });

  test.each([
    ['of 3 characters', 'a@b'],
    ['without an at sign', 'ann.example.com'],
    ['without a dot in its domain', 'ann@localhost'],
    ['with a top-level domain of 1 letter', 'ann@example.c'],
    ['with a digit in its top-level domain', 'ann@example.c0m'],
    ['with a dot at its beginning', '.ann@example.com'],
    ['with a dot before its at sign', 'ann.@example.com'],
    ['with two dots', 'ann..o@example.com'],
    ['with two dots in its domain', 'ann@example..com'],
    ['with a dot at its end', 'ann@example.com.'],
    ['with a hyphen at the beginning of a label', 'ann@-example.com'],
    ['with a hyphen at the end of a label', 'ann@example-.com'],
    ['with an empty xn-- form', 'ann@example.xn--'],
    ['with a KELVIN SIGN, which lower-cases to k', 'an\u212a@example.com'],
    ['with a dotless i', 'ann\u0131@example.com'],
    ['with a Cyrillic look-alike', '\u0430nn@example.com'],
    ['with full-width letters', '\uff41nn@example.com'],
    ['with white space inside', 'ann o@example.com'],
    ['with a header after it', 'ann@example.com\r\nBcc: eve@example.com'],
    ['with a second line before it', 'eve\nann@example.com'],
    ['with two addresses', 'ann@example.com,eve@example.com'],
    ['with a display name', 'Ann <ann@example.com>'],
    ['with a quoted local part', '"ann o"@example.com'],
    ['as a link', 'mailto:ann@example.com'],
    ['with a NUL', 'ann\u0000@example.com'],
    ['with a lone surrogate', 'ann\ud800@example.com'],
  ])('the address of a new hire is refused for its pattern %s', (_case, emailAddress) => {
    expect(rulesBrokenBy({ emailAddress })).toEqual([ADDRESS_PATTERN]);
  });

  test.each([
    ['in letters of its language', 'jutta@m\u00fcnzen.example'],
    ['with a KELVIN SIGN', 'ann@\u212aexample.com'],
    ['with a space of no width after it', 'ann@example.com\u200b'],
  ])(
    'the address of a new hire is refused with the advice to send the xn-- form when its domain is %s',
    (_case, emailAddress) => {
      expect(rulesBrokenBy({ emailAddress })).toEqual([DOMAIN_RULE]);
    },
  );

  test.each([[{}], [{ emailAddress: null }], [{ emailAddress: '' }], [{ emailAddress: ' \t' }]])(
    'the address of a new hire is required: %j',
    (hire) => {
      expect(rulesBrokenBy(hire)).toEqual([
        "emailAddress: is required; send the person's work address",
      ]);
    },
  );

  test.each([[7], [['ann@example.com']], [{ address: 'ann@example.com' }], [true]])(
    'the address of a new hire is refused as %j',
    (emailAddress) => {
      expect(rulesBrokenBy({ emailAddress })).toEqual([
        "emailAddress: must be a string; send the person's work address",
      ]);
    },
  );
});

describe('the type of a new hire', () => {
  test('the type of a new hire is APP_USER by default', () => {
    expect(v.parse(newHire, ann).type).toBe('APP_USER');
  });

  test('the type of a new hire is kept when given', () => {
    expect(v.parse(newHire, { ...ann, type: 'SUPER_USER' }).type).toBe('SUPER_USER');
  });

  test.each([['super_user'], ['ADMIN'], [1], [false]])(
    'the type of a new hire is refused as %j',
    (type) => {
      expect(rulesBrokenBy({ ...ann, type })).toEqual([
        'type: must be APP_USER or SUPER_USER; correct it, or leave it out for APP_USER',
      ]);
    },
  );
});

describe.each(['firstName', 'lastName'])('the %s of a new hire', (field) => {
  test('is absent, not undefined, when it was not sent', () => {
    expect(v.parse(newHire, ann)).not.toHaveProperty(field);
  });

  test.each([
    ['one character', 'X'],
    ['256 characters', 'x'.repeat(256)],
    ['256 characters of two UTF-16 units each', '𝒳'.repeat(256)],
    ['a space inside', 'Anne Marie'],
    ['Japanese', '花子'],
    ['Arabic', 'ليلى'],
    ['an accent', 'Zo\u00eb'],
    ['a sole combining mark', '\u0308'],
    ['a joiner of Persian letters', 'علی\u200cرضا'],
    ['an ideograph beyond U+FFFF', '\u{20bb7}'],
    ['a colon and a slash', 'Ann a: /b'],
  ])('is kept as it is with %s', (_case, name) => {
    expect(v.parse(newHire, { ...ann, [field]: name })).toHaveProperty(field, name);
  });

  test.each([
    ['white space around it', ' Zoe\u00a0', 'Zoe'],
    ['a line break at its end', 'Zoe\r\n', 'Zoe'],
    ['combining marks', 'Zoe\u0308 Mu\u0308ller', 'Zo\u00eb M\u00fcller'],
  ])('is trimmed and put in NFC with %s', (_case, name, kept) => {
    expect(v.parse(newHire, { ...ann, [field]: name })).toHaveProperty(field, kept);
  });

  const invisible = [
    ['a space of no width', '\u200b'],
    ['a joiner', '\u200c\u200d'],
    ['a Hangul filler', '\u3164'],
    ['a Braille cell without dots', '\u2800 \u2800'],
    ['a variation selector', '\ufe0f'],
    ['a soft hyphen', '\u00ad'],
    ['a supplementary variation selector', '\u{e0100}'],
  ] as const;

  test.each([
    ['of 257 characters', 'x'.repeat(257)],
    ['of 257 characters of two UTF-16 units each', '𝒳'.repeat(257)],
    ['with a lone surrogate', 'Ann\ud83d'],
    ['a number', 7],
    ...invisible,
  ])('is refused when %s', (_case, name) => {
    expect(rulesBrokenBy({ ...ann, [field]: name })).toEqual([`${field}: ${NAME_RULE}`]);
  });

  const shapesOfText = [
    ['a NUL', 'A\u0000nn'],
    ['a line break', 'Ann\nprovisioned'],
    ['a carriage return', 'Ann\rprovisioned'],
    ['a terminal escape', '\u001b[2JAnn'],
    ['a terminal escape of eight bits', '\u009b2JAnn'],
    ['a line separator', 'Ann\u2028provisioned'],
    ['text that turns to the left', 'Ann \u202egnp.exe'],
    ['an isolate', 'Ann\u2066'],
    ['a direction mark', 'Ann\u200e'],
    ['an Arabic direction mark', 'Ann\u061c'],
    ['a tag', 'Ann\u{e0041}'],
    ['a private-use character', 'Ann\ue000'],
    ['a private-use character of the last plane', 'Ann\u{10fffd}'],
    ['a link', 'Ann https://evil.example'],
  ] as const;

  test.each(shapesOfText)('is refused with %s', (_case, name) => {
    expect(rulesBrokenBy({ ...ann, [field]: name })).toEqual([`${field}: ${PLAIN_TEXT_RULE}`]);
  });

  test.each([...shapesOfText, ...invisible])(
    'is refused by the JSON Schema too with %s',
    (_case, name) => {
      const rules = Object(newHireSchema?.properties?.[field]);
      const patterns: RegExp[] = [rules, ...rules.allOf].map(toPattern);
      const refused = toPattern(rules.not);

      expect(patterns.every((pattern) => pattern.test(name)) && !refused.test(name)).toBe(false);
    },
  );
});

describe('the API access of a new hire', () => {
  test('the API access of a new hire is DISABLED by default', () => {
    expect(v.parse(newHire, ann).apiAccess).toBe('DISABLED');
  });

  test.each([
    [{ apiAccess: 'ENABLED' }],
    [{ ApiAccess: 'ENABLED' }],
    [{ apiAccess: 'ENABLED', ApiAccess: 'ENABLED' }],
  ])('the API access of a new hire is read from %j', (access) => {
    expect(v.parse(newHire, { ...ann, ...access })).toEqual({
      ...ann,
      type: 'APP_USER',
      apiAccess: 'ENABLED',
    });
  });

  test('the API access of a new hire is refused under both names with different values', () => {
    expect(rulesBrokenBy({ ...ann, apiAccess: 'ENABLED', ApiAccess: 'DISABLED' })).toEqual([
      'apiAccess: must not differ from ApiAccess, its former name; send only apiAccess',
    ]);
  });

  test.each(['apiAccess', 'ApiAccess'])(
    'the API access of a new hire is refused under %s with another value',
    (field) => {
      expect(rulesBrokenBy({ ...ann, [field]: 'enabled' })).toEqual([
        `${field}: must be ENABLED or DISABLED; correct it, or leave it out for DISABLED`,
      ]);
    },
  );
});

describe('the API access role of a new hire', () => {
  test.each([
    ['with a path', ROLE_ARN],
    ['in another partition', 'arn:aws-us-gov:iam::111122223333:role/api'],
    ['of 2048 characters', arnOf(2048)],
  ])('the API access role of a new hire is accepted %s', (_case, apiAccessPrincipalArn) => {
    expect(v.parse(newHire, { ...ann, apiAccessPrincipalArn })).toMatchObject({
      apiAccessPrincipalArn,
    });
  });

  test.each([
    ['of 2049 characters', arnOf(2049)],
    ['of a user', 'arn:aws:iam::111122223333:user/ann'],
    ['with a short account', 'arn:aws:iam::11112222333:role/api'],
    ['with a wildcard', 'arn:aws:iam::111122223333:role/*'],
    ['with a line break', `${ROLE_ARN}\n${ROLE_ARN}`],
  ])('the API access role of a new hire is refused %s', (_case, apiAccessPrincipalArn) => {
    expect(rulesBrokenBy({ ...ann, apiAccessPrincipalArn })).toEqual([ARN_RULE]);
  });
});

describe.each(['employeeId', 'requestId'])('the %s of a new hire', (field) => {
  test.each(['1', 'E-1042', 'x'.repeat(128), 'a b~'])('is kept: %s', (id) => {
    expect(v.parse(newHire, { ...ann, [field]: id })).toHaveProperty(field, id);
  });

  test.each([['x'.repeat(129)], ['Zoë'], ['a\tb'], ['a\nb'], ['\u007f'], ['E\u212a'], [true]])(
    'is refused: %j',
    (id) => {
      const rule = field === 'employeeId' ? EMPLOYEE_ID_RULE : IDENTIFIER_RULE;
      expect(rulesBrokenBy({ ...ann, [field]: id })).toEqual([`${field}: ${rule}`]);
    },
  );
});

describe.each(Object.keys(newHireFields.entries).filter((field) => field !== 'emailAddress'))(
  'the optional field %s',
  (field) => {
    test.each([[null], [''], [' \u00a0\t']])('counts as not sent: %j', (nothing) => {
      expect(v.parse(newHire, { ...ann, [field]: nothing })).toEqual(v.parse(newHire, ann));
    });

    test('may be null in the JSON Schema', () => {
      const { type, anyOf, enum: values } = Object(newHireSchema?.properties?.[field]);

      expect(anyOf?.map((one: { type: string }) => one.type) ?? type).toContain('null');
      expect(values ?? [null]).toContain(null);
    });
  },
);

test('ids are trimmed', () => {
  expect(v.parse(newHire, { ...ann, employeeId: 'E-70 ', requestId: '\tR-1\n' })).toMatchObject({
    employeeId: 'E-70',
    requestId: 'R-1',
  });
});

test('a request id that is a number is refused', () => {
  expect(rulesBrokenBy({ ...ann, requestId: 1042 })).toEqual([`requestId: ${IDENTIFIER_RULE}`]);
});

describe('an employee id that is a JSON number', () => {
  test.each([
    ['0', '0'],
    ['1042', '1042'],
    ['9007199254740991', '9007199254740991'],
    ['1042.0', '1042'],
  ])('is taken as its decimal digits: %s', (number, employeeId) => {
    const body = `{"emailAddress":"ann@example.com","employeeId":${number}}`;

    expect(readBody(body)).toMatchObject({ kind: 'hire', employeeId });
  });

  test.each([
    '9007199254740992',
    '9007199254740993',
    '1e21',
    '1e3',
    '-1',
    '-0',
    '10.5',
    // JSON.parse rounds each of these to an integer.
    '1.00000000000000001',
    '9007199254740991.4',
    'true',
  ])('is refused: %s', (number) => {
    const body = `{"emailAddress":"ann@example.com","employeeId":${number}}`;
    const read = readBody(body);

    expect(read).toMatchObject({ reason: { message: `employeeId: ${EMPLOYEE_ID_RULE}` } });
    expect(read).not.toHaveProperty('employeeId');
  });
});

test('an employee id in an envelope that a number is rounded to is refused', () => {
  const hire = '{"emailAddress":"ann@example.com","employeeId":4503599627370496.25}';
  const cloudEvent = `{"specversion":"1.0","data":${hire}}`;
  const sns = JSON.stringify({ Type: 'Notification', Message: hire });

  for (const body of [cloudEvent, sns])
    expect(readBody(body)).toMatchObject({
      reason: { message: `employeeId: ${EMPLOYEE_ID_RULE}` },
    });
});

test('a manager that a number is rounded to is refused', () => {
  const hire = '{"emailAddress":"ann@example.com","manager":1.00000000000000001}';

  expect(readBody(hire, [], ['manager'])).toMatchObject({
    reason: { message: expect.stringContaining('manager: ') },
  });
});

describe('what a directory stores for a person without an employee id', () => {
  const personKey = digestsFor('scim:https://scim.example.com').personKeyOf('eve@example.com');

  test('is no employee id, as it would claim that person’s account', () => {
    expect(rulesBrokenBy({ ...ann, employeeId: personKey })).toEqual([
      'employeeId: must not have the form of a Joiner person key, user# and 64 hexadecimal digits; send the id that HR assigned, or leave it out',
    ]);
    expect(readBody(JSON.stringify({ ...ann, employeeId: personKey }))).not.toHaveProperty(
      'employeeId',
    );
  });

  test('is refused by the JSON Schema too', () => {
    const { employeeId } = newHireSchema?.properties ?? {};

    expect(employeeId).toMatchObject({ not: { pattern: '^user#[0-9a-f]{64}$' } });
  });

  test.each([personKey.slice(0, -1), `${personKey}0`, personKey.toUpperCase()])(
    'is not %s, which is kept',
    (employeeId) => {
      expect(v.parse(newHire, { ...ann, employeeId })).toHaveProperty('employeeId', employeeId);
    },
  );
});

test('fields that the contract does not name are dropped', () => {
  expect(v.parse(newHire, { ...ann, salary: 1, EmailAddress: 'eve@example.com' })).toEqual({
    ...ann,
    type: 'APP_USER',
    apiAccess: 'DISABLED',
  });
});

test('every failing field is listed, and no value', () => {
  const hire = {
    emailAddress: 'value',
    type: 'value',
    firstName: '\u200b',
    lastName: '\u200b',
    apiAccess: 'ENABLED',
    ApiAccess: 'DISABLED',
    apiAccessPrincipalArn: 'value',
    employeeId: 'välue',
    requestId: 'välue',
  };

  expect(rulesBrokenBy(hire)).toEqual([
    ADDRESS_PATTERN,
    'type: must be APP_USER or SUPER_USER; correct it, or leave it out for APP_USER',
    `firstName: ${NAME_RULE}`,
    `lastName: ${NAME_RULE}`,
    ARN_RULE,
    `employeeId: ${EMPLOYEE_ID_RULE}`,
    `requestId: ${IDENTIFIER_RULE}`,
    'apiAccess: must not differ from ApiAccess, its former name; send only apiAccess',
  ]);
});
