import { setTimeout as delay } from 'node:timers/promises';
import { partition } from '@aws-sdk/core/client';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { awsClientSettings } from './aws-clients.ts';

const ATTEMPTS = 3;
const FIRST_DELAY_MS = 100;

/** KMS refused the call, or did not respond with a MAC. `name` is KMS's own error code. */
class KmsError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(code: string, httpStatusCode: number) {
    super('KMS refused the call.');
    this.name = code;
    this.$metadata = { httpStatusCode };
  }
}

/**
 * KMS's GenerateMac, HMAC-SHA-256, in the region of the key. Signed and sent with the parts that the SDK's clients
 * are made of: the client of KMS creates a class for each error of its service when it loads, which is a seventh
 * of the function's import (docs/generated/benchmarks.md). AWS_ENDPOINT_URL_KMS, FIPS and dual-stack endpoints count.
 * @throws the network's error, or one with KMS's code, after three attempts
 */
export async function generateMac(keyArn: string, message: Uint8Array): Promise<Uint8Array> {
  const region = keyArn.split(':')[3] ?? '';
  const body = JSON.stringify({
    KeyId: keyArn,
    MacAlgorithm: 'HMAC_SHA_256',
    Message: Buffer.from(message).toString('base64'),
  });
  const { requestHandler, sha256 } = awsClientSettings;
  const credentials = defaultProvider();
  const signer = new SignatureV4({ credentials, region, service: 'kms', sha256 });
  const handler = new NodeHttpHandler(requestHandler);
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await send((await signer.sign(requestTo(region, body))) as HttpRequest, handler);
      } catch (error) {
        if (attempt === ATTEMPTS || !isTransient(error)) throw error;
        await delay(FIRST_DELAY_MS * attempt);
      }
    }
  } finally {
    handler.destroy();
  }
}

async function send(request: HttpRequest, handler: NodeHttpHandler): Promise<Uint8Array> {
  const { response } = await handler.handle(request);
  const { Mac, __type: code = 'KmsError' } = JSON.parse(await textOf(response.body));
  if (response.statusCode !== 200 || typeof Mac !== 'string')
    throw new KmsError(String(code).replace(/^.*#/, ''), response.statusCode);
  return Buffer.from(Mac, 'base64');
}

function requestTo(region: string, body: string): HttpRequest {
  const { protocol, hostname, port, pathname } = endpointOf(region, process.env);
  return new HttpRequest({
    method: 'POST',
    protocol,
    hostname,
    ...(port !== '' && { port: Number(port) }),
    path: pathname,
    headers: {
      host: port === '' ? hostname : `${hostname}:${port}`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'TrentService.GenerateMac',
    },
    body,
  });
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

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A refusal stays one; a throttled call and a failure of the service may pass. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof KmsError)) return true;
  return error.name === 'ThrottlingException' || error.$metadata.httpStatusCode >= 500;
}
