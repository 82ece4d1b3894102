import { isTooComplex } from '../../contracts/json-shape.ts';
import type { CallFailure } from '../../provisioning/ports.ts';
import { retryAfterMsOf } from '../retry-after.ts';
import type { BearerToken } from './bearer-token.ts';
import { createConnections, type HttpResult } from './connections.ts';
import { readScimObject, type ScimObject } from './json.ts';
import { UnexpectedScimResponseError } from './unexpected-scim-response-error.ts';

const MEDIA_TYPE = 'application/scim+json';
const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';
/** A user with a photo needs less; so do a hundred users, or a group of ten thousand, as servers return them. */
const MAX_MEGABYTES = { user: 1, page: 2, group: 2 };
const MEGABYTE = 1_000_000;
/** Users have one in about 35 bytes. Without this limit, 2 MB of `{}` would take 240 MB of memory. */
const BYTES_PER_VALUE = 20;

export interface ScimCall {
  /** The call without personal data, for errors: `GET /Users/{id}`. */
  readonly name: string;
  /** Relative to the base URL, encoded: `/Users?filter=...`. */
  readonly path: string;
  /** A call without a body is a GET. */
  readonly body?: object;
  /** How the body is sent. Default: POST. */
  readonly method?: 'PATCH';
  /** What the response may be as large as. Default: a user. */
  readonly expects?: keyof typeof MAX_MEGABYTES;
}

/** A response that only the operation itself can interpret. */
export interface ScimResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly location: string | undefined;
  /** undefined if the body is not a JSON object. */
  readonly body: ScimObject | undefined;
}

export interface FailedCall {
  readonly kind: 'failed';
  readonly failure: CallFailure;
  /** HTTP status; absent if there was no response. */
  readonly status?: number;
  readonly isTooLarge?: true;
}

export type ScimResult = ScimResponse | FailedCall;

export interface ScimClient {
  /** Never throws. Network errors, redirects, refused tokens, 429 and 5xx but 501 are failed calls. */
  call(call: ScimCall, signal: AbortSignal): Promise<ScimResult>;
  /** Begins to open the connections of this many calls at the same time. Never throws. */
  openConnections(calls: number): void;
  /** Closes every connection; later calls open new ones. */
  closeConnections(): Promise<void>;
}

export interface ScimClientDeps {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly token: BearerToken;
  readonly requestTimeoutMs: number;
}

/** SCIM over HTTP (RFC 7644). Follows no redirect: it would send token and body to another server. */
export function createScimClient({ baseUrl, token, requestTimeoutMs }: ScimClientDeps): ScimClient {
  const url = new URL(baseUrl);
  const connections = createConnections(url);

  return {
    async call(call, signal) {
      try {
        const current = await token.current(signal);
        const result = await send(call, current, signal);
        // A refused call "has not been applied" (RFC 9110, 15.5.2), so even a creation can be sent again.
        if (result.kind === 'broken' || result.status !== 401)
          return readResult(call, result, signal);
        const renewed = await token.renewed(current, signal);
        if (renewed === undefined) return failedCall({ cause: 'target-denied-access' });
        return readResult(call, await send(call, renewed, signal), signal);
      } catch (error) {
        return failedCall(failureOf(error, signal));
      }
    },
    openConnections: connections.open,
    closeConnections: connections.closeAll,
  };

  function send(
    { path, body, method, expects = 'user' }: ScimCall,
    bearer: string,
    signal: AbortSignal,
  ): Promise<HttpResult> {
    const request = {
      method: body ? (method ?? 'POST') : 'GET',
      path: url.pathname.replace(/\/$/, '') + path,
      headers: {
        accept: `${MEDIA_TYPE}, application/json`,
        authorization: `Bearer ${bearer}`,
        ...(body && { 'content-type': MEDIA_TYPE }),
      },
      ...(body && { body: JSON.stringify(body) }),
      maxResponseBytes: MAX_MEGABYTES[expects] * MEGABYTE,
    } as const;
    const timeout = AbortSignal.timeout(requestTimeoutMs);
    return connections.send(request, AbortSignal.any([signal, timeout]));
  }
}

function readResult(
  { name, expects = 'user' }: ScimCall,
  result: HttpResult,
  signal: AbortSignal,
): ScimResult {
  if (result.kind === 'broken') {
    if (signal.aborted) return failedCall({ cause: 'out-of-time' });
    return failedCall({ cause: 'target-unavailable', error: result.error });
  }
  const { status, headers, text } = result;
  const cause = causeOf(status);
  if (cause !== undefined) {
    const retryAfterMs = retryAfterMsOf(headers['retry-after'], headers.date);
    return failedCall({ cause, ...(retryAfterMs !== undefined && { retryAfterMs }) }, status);
  }
  if (status >= 300 && status < 400) {
    const remedy = "Joiner follows no redirect; set SCIM_BASE_URL to the server's final address";
    return unexpectedResponse(name, status, remedy);
  }
  const maxMegabytes = MAX_MEGABYTES[expects];
  const maxValues = (maxMegabytes * MEGABYTE) / BYTES_PER_VALUE;
  if (text === undefined || isTooComplex(text, maxValues)) {
    const remedy = `the body has more than ${maxMegabytes} MB, ${maxValues} values or 64 levels; have the server filter or page lists (RFC 7644, 3.4.2)`;
    return { ...unexpectedResponse(name, status, remedy), isTooLarge: true };
  }
  return { kind: 'response', status, location: headers.location, body: readScimObject(text) };
}

/**
 * Whether a 404 has a SCIM error body (RFC 7644, 3.12). Proxies and wrong base URLs send a 404
 * without one.
 */
export function isNotFound({ status, body }: ScimResponse): boolean {
  const schemas = body?.['schemas'];
  return status === 404 && Array.isArray(schemas) && schemas.includes(ERROR_SCHEMA);
}

/** undefined where the operation interprets the status itself. 501 can mean an unsupported filter. */
function causeOf(status: number): CallFailure['cause'] | undefined {
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403) return 'target-denied-access';
  if (status === 408 || (status >= 500 && status !== 501)) return 'target-unavailable';
  return undefined;
}

/** The token could not be read. */
function failureOf(error: unknown, signal: AbortSignal): CallFailure {
  if (signal.aborted) return { cause: 'out-of-time' };
  // Thrown by the secret store, or by KMS for the key that encrypts the token.
  if (Object(error).name === 'AccessDeniedException')
    return { cause: 'target-denied-access', error };
  return { cause: 'unexpected-error', error };
}

export function unexpectedResponse(name: string, status: number, problem: string): FailedCall {
  const error = new UnexpectedScimResponseError(name, status, problem);
  const cause = status === 404 ? 'target-not-found' : 'unexpected-error';
  return failedCall({ cause, error }, status);
}

export function unexpectedStatus(name: string, status: number): FailedCall {
  const remedy = 'check SCIM_BASE_URL, and whether the server speaks SCIM 2.0';
  return unexpectedResponse(name, status, remedy);
}

function failedCall(failure: CallFailure, status?: number): FailedCall {
  return { kind: 'failed', failure, ...(status !== undefined && { status }) };
}
