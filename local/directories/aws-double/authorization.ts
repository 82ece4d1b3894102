import { ServiceError } from './service-error.ts';

/** The parsed Authorization header of Signature Version 4. */
export interface AuthorizationHeader {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/**
 * @throws ServiceError MissingAuthenticationTokenException when there is no header,
 * IncompleteSignatureException when a part of it is missing
 */
export function readAuthorization(header: string | undefined): AuthorizationHeader {
  if (header === undefined)
    throw new ServiceError(
      'MissingAuthenticationTokenException',
      403,
      'Missing Authentication Token',
    );
  const parts =
    /^AWS4-HMAC-SHA256 +Credential=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  const [accessKeyId, date, region, service, terminator, ...rest] = (parts?.[1] ?? '').split('/');
  if (!parts || !accessKeyId || !date || !region || !service || !terminator || rest.length > 0)
    throw incompleteSignature(
      "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.",
    );
  const signedHeaders = (parts[2] ?? '').split(';');
  const signature = parts[3] ?? '';
  return { accessKeyId, date, region, service, terminator, signedHeaders, signature };
}

/**
 * @throws ServiceError IncompleteSignatureException when the header is not a date,
 * InvalidSignatureException when its day is not that of the credential scope
 */
export function readDate(header: string | undefined, scopeDate: string): Date {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(header ?? '');
  const [, year, month, day, hour, minute, second] = parts ?? [];
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(date.getTime()))
    throw incompleteSignature("Authorization header requires existence of an 'X-Amz-Date' header.");
  if (scopeDate !== `${year}${month}${day}`)
    throw invalidSignature('Date in Credential scope does not match YYYYMMDD from X-Amz-Date.');
  return date;
}

export function invalidSignature(message: string): ServiceError {
  return new ServiceError('InvalidSignatureException', 403, message);
}

function incompleteSignature(message: string): ServiceError {
  return new ServiceError('IncompleteSignatureException', 403, message);
}
