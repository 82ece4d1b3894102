/** Other uses of the key, should there ever be any, must not derive the same secret. */
const PURPOSE = new TextEncoder().encode('joiner pseudonyms v1');

/** KMS's GenerateMac with HMAC-SHA-256, under one key. */
export type GenerateMac = (message: Uint8Array) => Promise<Uint8Array | undefined>;

/** The key did not give its secret: without it no record can be found. */
export class PseudonymKeyError extends Error {
  readonly isSafeToLog = true;

  /** @param keyName where the ARN of the key is found */
  constructor(cause: unknown, keyName = 'PSEUDONYM_KEY_ARN') {
    super(
      `The pseudonym key (${keyName}) gave no secret. Check that the key is enabled and that the caller may use kms:GenerateMac on it.`,
      { cause },
    );
    this.name = 'PseudonymKeyError';
  }
}

/**
 * The secret that pseudonyms are made with: 32 bytes, the same at every call, known only to those who may
 * use the key.
 * @throws PseudonymKeyError
 */
export async function deriveSecret(
  generateMac: GenerateMac,
  keyName?: string,
): Promise<Uint8Array> {
  let mac: Uint8Array | undefined;
  try {
    mac = await generateMac(PURPOSE);
  } catch (cause) {
    throw new PseudonymKeyError(cause, keyName);
  }
  if (mac?.length === 32) return mac;
  throw new PseudonymKeyError(undefined, keyName);
}
