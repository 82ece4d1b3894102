/** A body that someone might send, by mistake or on purpose. */
export interface BadBody {
  readonly family: string;
  readonly what: string;
  readonly body: string;
  /** Why it can never become an account in FinSpace. Absent if it is a hire nevertheless. */
  readonly code?: string;
}

/** Part of every value that may not appear in a log. */
export const SECRET = 'zaphod';
const MEBIBYTE = 1_048_576;

/** Escaped, as the emulator refuses characters beyond U+FFFF, which SQS takes. */
const EMOJI = '\\ud83d\\ude00';

const family = (name: string, ...bodies: readonly (readonly [string, string, string?])[]) =>
  bodies.map(
    ([what, body, code]): BadBody => ({ family: name, what, body, ...(code && { code }) }),
  );
const hire = (...fields: readonly string[]) =>
  `{"emailAddress":"${SECRET}@example.com",${fields.join(',')}}`;
/** A hire of its own person, different from all others. */
const hireOf = (person: string, ...fields: readonly string[]) =>
  `{${[`"emailAddress":"${SECRET}.${person}@example.com"`, ...fields].join(',')}}`;
const address = (text: string) => `{"emailAddress":"${text}"}`;
const deep = (depth: number, open: string, close: string) =>
  `${open.repeat(depth)}"${SECRET}"${close.repeat(depth)}`;
/** Exactly so many bytes, by a field of padding. */
const padded = (bytes: number, body: string) =>
  body.replace('{', `{"note":"${'n'.repeat(bytes - body.length - '"note":"",'.length)}",`);

const REFUSED = 'invalid-message';

export const BAD_BODIES: readonly BadBody[] = [
  ...family(
    'not JSON',
    ['nothing', '', 'invalid-json'],
    ['blanks', ' \n\t ', 'invalid-json'],
    ['a bare word', SECRET, 'invalid-json'],
    ['JSON with a comma too many', `${address(SECRET).slice(0, -1)},}`, 'invalid-json'],
    ['JSON cut short', address(`${SECRET}@example.com`).slice(0, -3), 'invalid-json'],
    ['two documents', `{"a":"${SECRET}"}{"b":1}`, 'invalid-json'],
    ['a byte-order mark before a hire', `\uFEFF${hireOf('marked')}`],
    ['null', 'null', REFUSED],
    ['a number', '42', REFUSED],
    ['a string', `"${SECRET}"`, REFUSED],
    ['an array', `["${SECRET}"]`, REFUSED],
  ),
  ...family(
    'deep nesting',
    ['100,000 arrays in one another', deep(100_000, '[', ']'), 'invalid-json'],
    ['an object 5,000 levels deep', deep(5_000, '{"a":', '}'), 'invalid-json'],
    ['envelopes without end', deep(60, '{"specversion":"1.0","data":', '}'), 'invalid-envelope'],
    [
      'arrays without end in an unknown field',
      hire(`"note":${deep(50_000, '[', ']')}`),
      'invalid-json',
    ],
    ['arrays in an unknown field', hireOf('nested', `"note":${deep(60, '[', ']')}`)],
  ),
  ...family(
    'prototype keys',
    ['a prototype for a hire', `{"__proto__":{"emailAddress":"${SECRET}@example.com"}}`, REFUSED],
    ['a prototype for a type', hireOf('proto', '"__proto__":{"type":"SUPER_USER"}')],
    ['a constructor', hireOf('constructor', '"constructor":{"prototype":{"type":"SUPER_USER"}}')],
    [
      'methods of every object',
      hireOf('methods', '"hasOwnProperty":1,"toString":1,"toJSON":1,"valueOf":null'),
    ],
  ),
  ...family(
    'lone surrogates',
    ['in a name', hire('"lastName":"\\uD800"'), REFUSED],
    ['in an address', address(`${SECRET}\\uDC00@example.com`), REFUSED],
    ['in a request id', hire('"requestId":"\\uD800"'), REFUSED],
    ['in an unknown field', hireOf('surrogate', '"\\uD800":"\\uDFFF"')],
    [
      'in the id of an envelope',
      `{"specversion":"1.0","source":"hr","id":"\\uD800","data":${hireOf('surrogate-id')}}`,
    ],
  ),
  ...family(
    'large bodies',
    ['256 KiB of a hire', padded(MEBIBYTE / 4, hireOf('large'))],
    ['1 MiB of a hire', padded(MEBIBYTE, hireOf('largest'))],
    ['256 KiB that is no hire', padded(MEBIBYTE / 4, address(SECRET)), REFUSED],
    ['1 MiB that is no hire', padded(MEBIBYTE, address(SECRET)), REFUSED],
    ['a megabyte of address', address(SECRET.padEnd(1_000_000, 'a')), REFUSED],
    ['a megabyte of almost an address', address(`${'a.'.repeat(500_000)}@${SECRET}`), REFUSED],
    ['an address of 321 characters', address(`${SECRET.padEnd(309, 'x')}@example.com`), REFUSED],
  ),
  ...family(
    'numbers for strings',
    ['for an address', '{"emailAddress":4242424242}', REFUSED],
    ['an object for an address', `{"emailAddress":{"toString":"${SECRET}@example.com"}}`, REFUSED],
    ['an array for an address', `{"emailAddress":["${SECRET}@example.com"]}`, REFUSED],
    ['for a name', hire('"lastName":7'), REFUSED],
    ['null for a name', hireOf('nameless', '"firstName":null')],
    ['for a type', hire('"type":1'), REFUSED],
    ['for a request id', hire('"requestId":7'), REFUSED],
    ['for an employee id that JSON does not keep', hire('"employeeId":9007199254740993'), REFUSED],
    ['a fraction for an employee id', hire('"employeeId":7.5'), REFUSED],
    ['a truth for access', hire('"apiAccess":true'), REFUSED],
  ),
  ...family(
    'duplicate keys',
    [
      'an address given twice, of which JSON keeps the last',
      hireOf('twice', `"emailAddress":"${SECRET}.last@example.com"`),
    ],
    ['the last of two types allowed', hireOf('types', '"type":"SUPER_USER","type":"APP_USER"')],
    ['the last of two types not', hire('"type":"APP_USER","type":"SUPER_USER"'), 'outside-policy'],
    ['the last of two addresses none', hire(`"emailAddress":"${SECRET}"`), REFUSED],
  ),
  ...family(
    'code points and code units',
    ['50 letters of name', hireOf('letters', `"firstName":"${'ä'.repeat(50)}"`)],
    ['25 emoji of name', hireOf('units', `"firstName":"${EMOJI.repeat(25)}"`)],
    ['50 emoji of name', hireOf('points', `"firstName":"${EMOJI.repeat(50)}"`)],
    ['51 emoji of name', hire(`"firstName":"${EMOJI.repeat(51)}"`), 'outside-target-limits'],
    ['257 emoji of name', hire(`"firstName":"${EMOJI.repeat(257)}"`), REFUSED],
  ),
  ...family(
    'headers in addresses',
    [
      'a header after the address',
      address(`${SECRET}@example.com\\r\\nBcc: x@example.com`),
      REFUSED,
    ],
    ['a header before the address', address(`Bcc: x@example.com\\n${SECRET}@example.com`), REFUSED],
    ['a header in the name', address(`${SECRET}\\nBcc:x@example.com`), REFUSED],
    ['a second address', address(`${SECRET}@example.com,x@example.com`), REFUSED],
    ['a null byte', address(`${SECRET}\\u0000@example.com`), REFUSED],
    ['a line break in a request id', hire('"requestId":"a\\nb"'), REFUSED],
    ['an encoded line break, which FinSpace takes', address(`${SECRET}%0d%0aBcc@example.com`)],
  ),
  ...family(
    'look-alike addresses',
    ['a Cyrillic a', address('z\\u0430phod@example.com'), REFUSED],
    ['a full-width at sign', address(`${SECRET}\\uFF20example.com`), REFUSED],
    ['a KELVIN SIGN', address(`${SECRET}\\u212A@example.com`), REFUSED],
    ['a long s', address(`${SECRET}@example\\u017F.com`), REFUSED],
    ['a one dot leader', address(`${SECRET}@example\\u2024com`), REFUSED],
    ['a letter with a combining accent', address(`${SECRET}e\\u0301@example.com`), REFUSED],
    ['a space of no width', address(`${SECRET}\\u200B@example.com`), REFUSED],
    ['text from right to left', address(`\\u202E${SECRET}@example.com`), REFUSED],
  ),
  ...family(
    'markup',
    ['in names', hireOf('markup', '"firstName":"<script>1</script>"', '"lastName":"${env:PATH}"')],
    ['a link in a name', hire('"lastName":"${jndi:ldap://x}"'), REFUSED],
    ['a terminal escape in a name', hire('"lastName":"\\u001b[2J"'), REFUSED],
  ),
];
