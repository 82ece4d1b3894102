import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';

/** Other uses of the key, should there ever be any, must not derive the same secret. */
const PURPOSE = new TextEncoder().encode('joiner pseudonyms v1');

/** The key did not give its secret: without it no record can be found. */
export class PseudonymKeyError extends Error {
  readonly isSafeToLog = true;

  constructor(cause: unknown) {
    super(
      'The pseudonym key (PSEUDONYM_KEY_ARN) gave no secret. Check that the key is enabled and that the caller may use kms:GenerateMac on it.',
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
export async function deriveSecret(client: KMSClient, keyArn: string): Promise<Uint8Array> {
  const command = new GenerateMacCommand({
    KeyId: keyArn,
    MacAlgorithm: 'HMAC_SHA_256',
    Message: PURPOSE,
  });
  try {
    const { Mac } = await client.send(command);
    if (Mac?.length === 32) return Mac;
  } catch (cause) {
    throw new PseudonymKeyError(cause);
  }
  throw new PseudonymKeyError(undefined);
}
