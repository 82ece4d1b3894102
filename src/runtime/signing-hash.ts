import {
  createHash,
  createHmac,
  createSecretKey,
  type Hash,
  type Hmac,
  type KeyObject,
} from 'node:crypto';
import type { Checksum, SourceData } from '@smithy/types';

/** The SDK keeps the signing key of a day, and passes the same bytes with each call. */
const KEYS = new WeakMap<object, KeyObject>();

/**
 * SHA-256, or its HMAC with a secret, for the signatures of an AWS client. The SDK's own class makes a key from the
 * same bytes for each call, which takes Node longer than to sign. A class, because the SDK calls it with `new`.
 */
export class SigningHash implements Checksum {
  readonly #secret: SourceData | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: SourceData) {
    this.#secret = secret;
    this.#hash = begin(secret);
  }

  update(chunk: Uint8Array): void {
    this.#hash.update(chunk);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = begin(this.#secret);
  }
}

function begin(secret: SourceData | undefined): Hash | Hmac {
  if (secret === undefined) return createHash('sha256');
  return createHmac('sha256', typeof secret === 'string' ? secret : keyOf(secret));
}

function keyOf(secret: Exclude<SourceData, string>): KeyObject {
  const known = KEYS.get(secret);
  if (known) return known;
  const bytes = ArrayBuffer.isView(secret)
    ? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
    : Buffer.from(secret);
  const key = createSecretKey(bytes);
  KEYS.set(secret, key);
  return key;
}
