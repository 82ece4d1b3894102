import { partition } from '@aws-sdk/core/client';
import { createSignedJson } from './signed-json.ts';

/**
 * KMS's GenerateMac, HMAC-SHA-256, in the region of the key. AWS_ENDPOINT_URL_KMS, FIPS and dual-stack endpoints count.
 * @throws the network's error, or one with KMS's code, after three attempts
 */
export async function generateMac(
  keyArn: string,
  message: Uint8Array,
): Promise<Uint8Array | undefined> {
  const region = keyArn.split(':')[3] ?? '';
  const kms = createSignedJson({
    title: 'KMS',
    signingName: 'kms',
    region,
    endpoint: endpointOf(region, process.env),
    contentType: 'application/x-amz-json-1.1',
  });
  try {
    const { Mac } = await kms.call('TrentService.GenerateMac', {
      KeyId: keyArn,
      MacAlgorithm: 'HMAC_SHA_256',
      Message: Buffer.from(message).toString('base64'),
    });
    return typeof Mac === 'string' ? Buffer.from(Mac, 'base64') : undefined;
  } finally {
    kms.close();
  }
}

/** @see https://docs.aws.amazon.com/general/latest/gr/kms.html */
function endpointOf(region: string, env: NodeJS.ProcessEnv): URL {
  const given = env['AWS_ENDPOINT_URL_KMS'] ?? env['AWS_ENDPOINT_URL'];
  if (given !== undefined) return new URL(given);
  const { dnsSuffix, dualStackDnsSuffix } = partition(region);
  const host = env['AWS_USE_FIPS_ENDPOINT'] === 'true' ? 'kms-fips' : 'kms';
  const suffix = env['AWS_USE_DUALSTACK_ENDPOINT'] === 'true' ? dualStackDnsSuffix : dnsSuffix;
  return new URL(`https://${host}.${region}.${suffix}`);
}
