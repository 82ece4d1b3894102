import { expect, test } from '@jest/globals';
import { SigningHash } from '../../src/runtime/signing-hash.ts';

/** RFC 4231, test case 2. */
const SECRET = 'Jefe';
const DATA = Buffer.from('what do ya want for nothing?');
const HMAC = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';

async function digestOf(data: Uint8Array, secret?: string | Uint8Array): Promise<string> {
  const hash = new SigningHash(secret);
  hash.update(data);
  return Buffer.from(await hash.digest()).toString('hex');
}

test('signs with a secret as text', async () => {
  expect(await digestOf(DATA, SECRET)).toBe(HMAC);
});

test('signs with the same bytes again and again', async () => {
  const secret = Buffer.from(SECRET);

  expect(await digestOf(DATA, secret)).toBe(HMAC);
  expect(await digestOf(DATA, secret)).toBe(HMAC);
});

test('signs with a part of a buffer', async () => {
  const secret = Buffer.from(`before ${SECRET} after`).subarray(7, 11);

  expect(await digestOf(DATA, secret)).toBe(HMAC);
});

test('hashes without a secret', async () => {
  // FIPS 180-2, appendix B.1.
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

  expect(await digestOf(Buffer.from('abc'))).toBe(abc);
});

test('forgets what it has read after a reset', async () => {
  const hash = new SigningHash(SECRET);
  hash.update(Buffer.from('something else'));

  hash.reset();
  hash.update(DATA);

  expect(Buffer.from(await hash.digest()).toString('hex')).toBe(HMAC);
});
