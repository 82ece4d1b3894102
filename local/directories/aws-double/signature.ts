import { createHash, timingSafeEqual } from 'node:crypto';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity } from '@smithy/types';
import { type Claimed, invalidSignature, readAuthorization, readDate } from './authorization.ts';
import { ServiceError } from './service-error.ts';

export interface WireRequest {
  readonly method: string;
  /** As it stood in the request line, still percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface SigningRules {
  /** The signing name. */
  readonly service: string;
  readonly region: string;
  readonly credentials: readonly AwsCredentialIdentity[];
}

/**
 * Refuses a request whose Signature Version 4 is not the one that its credentials give, by signing it
 * again. How old the signature is does not matter: a test may have moved the clock of the double.
 *
 * @throws {ServiceError} 403, under the names that AWS answers for signatures.
 */
export async function checkSignature(request: WireRequest, rules: SigningRules): Promise<void> {
  const { authorization, 'x-amz-date': amzDate } = request.headers;
  const claimed = readAuthorization(authorization);
  const date = readDate(amzDate, claimed.date);
  checkScope(claimed, rules);
  checkSignedHeaders(request, claimed.signedHeaders);
  checkBodyHash(request);
  const expected = await signAgain(request, claimed, date, credentialsOf(request, claimed, rules));
  if (!sameText(expected, claimed.signature))
    throw invalidSignature(
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
}

function checkScope(claimed: Claimed, { region, service }: SigningRules): void {
  if (claimed.region !== region)
    throw invalidSignature('Credential should be scoped to a valid region.');
  if (claimed.service !== service)
    throw invalidSignature(`Credential should be scoped to correct service: '${service}'.`);
  if (claimed.terminator !== 'aws4_request')
    throw invalidSignature("Credential should be scoped with a valid terminator: 'aws4_request'.");
}

function checkSignedHeaders(request: WireRequest, signedHeaders: readonly string[]): void {
  const amzHeaders = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'));
  const unsigned = ['host', ...amzHeaders].filter((name) => !signedHeaders.includes(name));
  if (unsigned.length > 0)
    throw invalidSignature(`'${unsigned.join("', '")}' must be a signed header.`);
}

/** The signer takes this header's word for the body, so the word must be true. */
function checkBodyHash(request: WireRequest): void {
  const claimed = request.headers['x-amz-content-sha256'];
  const actual = createHash('sha256').update(request.body).digest('hex');
  if (claimed !== undefined && claimed !== actual)
    throw invalidSignature("The value of 'x-amz-content-sha256' is not the SHA-256 of the body.");
}

function credentialsOf(
  request: WireRequest,
  claimed: Claimed,
  rules: SigningRules,
): AwsCredentialIdentity {
  const known = rules.credentials.find((one) => one.accessKeyId === claimed.accessKeyId);
  if (!known || known.sessionToken !== request.headers['x-amz-security-token'])
    throw new ServiceError(
      'UnrecognizedClientException',
      403,
      'The security token included in the request is invalid.',
    );
  return known;
}

async function signAgain(
  request: WireRequest,
  claimed: Claimed,
  signingDate: Date,
  credentials: AwsCredentialIdentity,
): Promise<string> {
  const headers = Object.fromEntries(
    claimed.signedHeaders.map((name) => [name, request.headers[name] ?? '']),
  );
  const signer = new SignatureV4({
    service: claimed.service,
    region: claimed.region,
    credentials,
    sha256: Hash.bind(null, 'sha256'),
    applyChecksum: false,
  });
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: request.path,
      query: { ...request.query },
      headers,
      body: request.body,
    },
    { signingDate, signableHeaders: new Set(claimed.signedHeaders) },
  );
  const { authorization } = signed.headers;
  return authorization?.split('Signature=')[1] ?? '';
}

function sameText(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
