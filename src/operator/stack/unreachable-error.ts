/** AWS, or the stack in it, cannot be reached; the message says why, and what to do. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

const CONNECTION_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
];
const CREDENTIAL_ERRORS = [
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'TokenProviderError',
  'UnrecognizedClientException',
];

/** A client's error as an UnreachableError, if it means that AWS cannot be reached. */
export function unreachableBy(error: unknown): UnreachableError | undefined {
  if (error instanceof UnreachableError) return error;
  const { name = '', code, message = '', $metadata } = Object(error) as Record<string, unknown>;
  const said = String(message);
  if (CONNECTION_CODES.includes(String(code)) || name === 'TimeoutError')
    return unreachable(
      `AWS does not respond (${code ?? name}): check the network, --region and the endpoint settings.`,
      error,
    );
  if (said.startsWith('Region is missing'))
    return unreachable(
      'No region is set: give --region, or set AWS_REGION or the region of the profile.',
      error,
    );
  if (CREDENTIAL_ERRORS.includes(String(name)))
    return unreachable(
      `AWS does not accept the credentials (${name}): log in, or choose others with --profile.`,
      error,
    );
  if (/^AccessDenied|^AuthorizationError|^Forbidden/.test(String(name)))
    return unreachable(`AWS denies access (${name}): ${said}`, error);
  const status = Number(Object($metadata)['httpStatusCode']);
  if (status >= 500)
    return unreachable(`AWS returned a server error (${name || status}): try again later.`, error);
  return undefined;
}

function unreachable(message: string, cause: unknown): UnreachableError {
  return new UnreachableError(message, { cause });
}
