import { createHash, timingSafeEqual } from 'node:crypto';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity } from '@smithy/types';
import {
  type AuthorizationHeader,
  invalidSignature,
  readAuthorization,
  readDate,
} from './authorization.ts';
import { ServiceError } from './service-error.ts';

export interface WireRequest {
  readonly method: string;
  /** Percent-encoded, as in the request line. */
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
 * Signs the request again and compares the Signature Version 4. Does not check the signature's age: a test
 * may have moved the double's clock.
 *
 * @throws ServiceError (403, with AWS's error names) when the signature is missing or wrong
 */
export async function checkSignature(request: WireRequest, rules: SigningRules): Promise<void> {
  const { authorization, 'x-amz-date': amzDate } = request.headers;
  const claimed = readAuthorization(authorization);
  const date = readDate(amzDate, claimed.date);
  checkScope(claimed, rules);
  checkSignedHeaders(request, claimed.signedHeaders);
  checkBodyHash(request);
  const expected = await computeSignature(
    request,
    claimed,
    date,
    credentialsOf(request, claimed, rules),
  );
  if (!isEqual(expected, claimed.signature))
    throw invalidSignature(
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
}

function checkScope(claimed: AuthorizationHeader, { region, service }: SigningRules): void {
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

/** The signer trusts this header instead of hashing the body, so the header must be correct. */
function checkBodyHash(request: WireRequest): void {
  const claimed = request.headers['x-amz-content-sha256'];
  const actual = createHash('sha256').update(request.body).digest('hex');
  if (claimed !== undefined && claimed !== actual)
    throw invalidSignature("The value of 'x-amz-content-sha256' is not the SHA-256 of the body.");
}

function credentialsOf(
  request: WireRequest,
  claimed: AuthorizationHeader,
  rules: SigningRules,
): AwsCredentialIdentity {
  const known = rules.credentials.find(({ accessKeyId }) => accessKeyId === claimed.accessKeyId);
  if (!known || known.sessionToken !== request.headers['x-amz-security-token'])
    throw new ServiceError(
      'UnrecognizedClientException',
      403,
      'The security token included in the request is invalid.',
    );
  return known;
}

async function computeSignature(
  request: WireRequest,
  claimed: AuthorizationHeader,
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

function isEqual(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
