/** What a command needs cannot be reached; the message says what, and what to do. */
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

/** The error of a client as one that says that, and why, AWS cannot be reached; undefined for any other. */
export function unreachableBy(error: unknown): UnreachableError | undefined {
  if (error instanceof UnreachableError) return error;
  const { name = '', code, message = '', $metadata } = Object(error) as Record<string, unknown>;
  const said = String(message);
  if (CONNECTION_CODES.includes(String(code)) || name === 'TimeoutError')
    return because(
      `AWS does not answer (${code ?? name}): check the network, --region and the endpoint settings.`,
      error,
    );
  if (said.startsWith('Region is missing'))
    return because(
      'No region is set: give --region, or set AWS_REGION or the region of the profile.',
      error,
    );
  if (CREDENTIAL_ERRORS.includes(String(name)))
    return because(
      `AWS does not take the credentials (${name}): log in, or choose others with --profile.`,
      error,
    );
  if (/^AccessDenied|^AuthorizationError|^Forbidden/.test(String(name)))
    return because(`AWS denies access (${name}): ${said}`, error);
  const status = Number(Object($metadata)['httpStatusCode']);
  if (status >= 500)
    return because(
      `AWS answers with an error of its own (${name || status}): try again later.`,
      error,
    );
  return undefined;
}

function because(message: string, cause: unknown): UnreachableError {
  return new UnreachableError(message, { cause });
}
