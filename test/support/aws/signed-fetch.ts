import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity } from '@smithy/types';

export interface RequestToSign {
  readonly method: string;
  /** Percent-encoded where needed. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly region?: string;
  readonly service?: string;
  readonly credentials?: AwsCredentialIdentity;
  readonly signingDate?: Date;
  /** Changes the request after it was signed. */
  readonly tamper?: (signed: SignedRequest) => SignedRequest;
}

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * Sends any request, also one that no client would send, signed like the AWS SDK v3 does. For
 * FinSpace by default.
 */
export async function signedFetch(endpoint: string, request: RequestToSign): Promise<Response> {
  const { method, path, query = {}, body, tamper = (signed) => signed } = request;
  const url = new URL(endpoint);
  const signer = new SignatureV4({
    service: request.service ?? 'finspace-api',
    region: request.region ?? 'eu-west-1',
    credentials: request.credentials ?? { accessKeyId: 'test', secretAccessKey: 'test' },
    sha256: Hash.bind(null, 'sha256'),
  });
  const { headers } = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path,
      query,
      headers: { host: url.host, 'content-type': 'application/json' },
      body,
    },
    request.signingDate && { signingDate: request.signingDate },
  );
  const sent = tamper({ headers, body });
  return fetch(`${endpoint}${path}${queryString(query)}`, {
    method,
    headers: sent.headers,
    ...(sent.body !== undefined && { body: sent.body }),
  });
}

function queryString(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
