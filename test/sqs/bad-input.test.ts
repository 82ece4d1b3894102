import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startWorld, type World } from '../support/world.ts';

const SECRET = 'zaphod';
/** Escaped: the emulator refuses to keep characters beyond U+FFFF, which SQS takes. */
const ESCAPED_EMOJI = '\\ud83d\\ude00';
const hire = (field: string, json: string) =>
  `{"emailAddress":"${SECRET}@example.com","requestId":"${SECRET.length}",${JSON.stringify(field)}:${json}}`;
const deep = (depth: number, open: string, close: string) =>
  `${open.repeat(depth)}"${SECRET}"${close.repeat(depth)}`;

/** Bodies that can never become an account, and why. */
const hopeless: readonly (readonly [string, string, string])[] = [
  ['nothing', '', 'invalid-json'],
  ['blanks', ' \n\t ', 'invalid-json'],
  ['a bare word', SECRET, 'invalid-json'],
  ['JSON with a comma too many', `{"emailAddress":"${SECRET}@example.com",}`, 'invalid-json'],
  ['two documents', `{"a":"${SECRET}"}{"b":1}`, 'invalid-json'],
  ['a byte-order mark', `\uFEFF{"emailAddress":"${SECRET}@example.com"}`, 'invalid-json'],
  ['null', 'null', 'invalid-message'],
  ['a number', '42', 'invalid-message'],
  ['a string', `"${SECRET}"`, 'invalid-message'],
  ['an array', `["${SECRET}"]`, 'invalid-message'],
  ['100,000 arrays in one another', deep(100_000, '[', ']'), 'invalid-message'],
  ['an object 5,000 levels deep', deep(5_000, '{"a":', '}'), 'invalid-message'],
  ['envelopes without end', deep(2_000, '{"specversion":"1.0","data":', '}'), 'invalid-envelope'],
  [
    'a prototype for a hire',
    `{"__proto__":{"emailAddress":"${SECRET}@example.com"}}`,
    'invalid-message',
  ],
  ['a number for an address', '{"emailAddress":4242424242}', 'invalid-message'],
  [
    'an object for an address',
    `{"emailAddress":{"toString":"${SECRET}@example.com"}}`,
    'invalid-message',
  ],
  ['an array for an address', `{"emailAddress":["${SECRET}@example.com"]}`, 'invalid-message'],
  [
    'a header in the address',
    `{"emailAddress":"${SECRET}@example.com\\r\\nBcc: x@example.com"}`,
    'invalid-message',
  ],
  [
    'a null byte in the address',
    `{"emailAddress":"${SECRET}\\u0000@example.com"}`,
    'invalid-message',
  ],
  ['a Cyrillic a in the address', `{"emailAddress":"z\\u0430phod@example.com"}`, 'invalid-message'],
  ['a full-width at sign', `{"emailAddress":"${SECRET}\\uFF20example.com"}`, 'invalid-message'],
  [
    'a KELVIN SIGN in the address',
    `{"emailAddress":"${SECRET}\\u212A@example.com"}`,
    'invalid-message',
  ],
  [
    'an address of 321 characters',
    `{"emailAddress":"${SECRET.padEnd(309, 'x')}@example.com"}`,
    'invalid-message',
  ],
  [
    'a megabyte of address',
    `{"emailAddress":"${SECRET.padEnd(1_000_000, 'a')}"}`,
    'invalid-message',
  ],
  [
    'a megabyte of almost an address',
    `{"emailAddress":"${'a.'.repeat(500_000)}@${SECRET}"}`,
    'invalid-message',
  ],
  ['51 letters of name', hire('firstName', JSON.stringify('ä'.repeat(51))), 'invalid-message'],
  ['51 emoji of name', hire('firstName', `"${ESCAPED_EMOJI.repeat(51)}"`), 'invalid-message'],
  ['a lone surrogate in a name', hire('lastName', '"\\uD800"'), 'invalid-message'],
  ['a number for a name', hire('lastName', '7'), 'invalid-message'],
  [
    'a number for a request id',
    '{"emailAddress":"zaphod@example.com","requestId":7}',
    'invalid-message',
  ],
  [
    'a line break in a request id',
    '{"emailAddress":"zaphod@example.com","requestId":"a\\nb"}',
    'invalid-message',
  ],
];

/** Strange bodies that are a hire all the same, each of its own person. */
const acceptable: readonly (readonly [string, string])[] = [
  [
    '50 emoji of name',
    `{"emailAddress":"emoji@example.com","firstName":"${ESCAPED_EMOJI.repeat(50)}"}`,
  ],
  [
    'an address given twice, of which JSON keeps the last',
    '{"emailAddress":"first@example.com","emailAddress":"last@example.com"}',
  ],
  [
    'fields that would reach a prototype',
    '{"emailAddress":"proto@example.com","__proto__":{"type":"SUPER_USER"},"constructor":{"prototype":{}}}',
  ],
  [
    '256 KiB of what nobody asked for',
    `{"emailAddress":"large@example.com","note":"${'n'.repeat(262_000)}"}`,
  ],
  ['names of markup', '{"emailAddress":"markup@example.com","firstName":"<script>1</script>"}'],
];

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('a body that can never become an account', () => {
  test.each(hopeless)(
    '%s is rejected with its reason, and not repeated in the log',
    async (_, body, code) => {
      const before = world.directory.users().length;
      const { again, log } = await world.deliver([{ body }]);

      expect(again).toEqual([]);
      expect(log.map(({ facts }) => facts['reasonCode'])).toEqual([code]);
      expect(JSON.stringify(log)).not.toContain(SECRET);
      expect(world.directory.users()).toHaveLength(before);
    },
  );

  test('is kept as it came, however large', async () => {
    const kept = (await world.rejected()).map(({ body }) => body);

    expect(kept).toHaveLength(hopeless.length);
    expect(kept.filter((body) => body.length > 900_000)).toHaveLength(2);
  });
});

describe('a strange body that is a hire all the same', () => {
  test.each(acceptable)('%s becomes an account of what the contract knows', async (_, body) => {
    const before = world.directory.users().length;
    const { again } = await world.deliver([{ body }]);

    expect(again).toEqual([]);
    expect(world.directory.users().slice(before)).toMatchObject([{ type: 'APP_USER' }]);
  });
});
