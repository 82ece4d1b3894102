import type { CallFailure } from '../../provisioning/ports.ts';
import { retryAfterMsOf } from '../retry-after.ts';
import type { BearerToken } from './bearer-token.ts';
import { readScimObject, type ScimObject } from './json.ts';
import { UnexpectedScimResponseError } from './unexpected-scim-response-error.ts';

const MEDIA_TYPE = 'application/scim+json';
const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';
/**
 * A hundred users with a photo each need less. The limit keeps a broken server from exhausting the
 * memory.
 */
const MAX_RESPONSE_BYTES = 10_000_000;

export interface ScimCall {
  /** The call without personal data, for errors: `GET /Users/{id}`. */
  readonly name: string;
  /** Relative to the base URL, encoded: `/Users?filter=...`. */
  readonly path: string;
  /** Sent by POST. A call without a body is a GET. */
  readonly body?: object;
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
}

export type ScimResult = ScimResponse | FailedCall;

export interface ScimClient {
  /** Never throws. Network errors, redirects, refused tokens, 429 and 5xx but 501 are failed calls. */
  call(call: ScimCall, signal: AbortSignal): Promise<ScimResult>;
}

export interface ScimClientDeps {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly token: BearerToken;
  readonly requestTimeoutMs: number;
}

/** SCIM over HTTP (RFC 7644). Follows no redirect: it would send token and body to another server. */
export function createScimClient({ baseUrl, token, requestTimeoutMs }: ScimClientDeps): ScimClient {
  return {
    async call(call, signal) {
      try {
        const current = await token.current(signal);
        const response = await send(call, current, signal);
        // A refused call "has not been applied" (RFC 9110, 15.5.2), so even a creation can be sent again.
        if (response.status !== 401) return await readResponse(call, response);
        await response.body?.cancel();
        const renewed = await token.renewed(current, signal);
        if (renewed === undefined) return failedCall({ cause: 'target-denied-access' });
        return await readResponse(call, await send(call, renewed, signal));
      } catch (error) {
        return failedCall(failureOf(error, signal));
      }
    },
  };

  function send({ path, body }: ScimCall, bearer: string, signal: AbortSignal): Promise<Response> {
    return fetch(baseUrl + path, {
      method: body ? 'POST' : 'GET',
      headers: {
        accept: `${MEDIA_TYPE}, application/json`,
        authorization: `Bearer ${bearer}`,
        // Lambda freezes idle connections with the instance, and the server may close them meanwhile. A
        // creation lost on a closed connection costs a search and a wait.
        connection: 'close',
        ...(body && { 'content-type': MEDIA_TYPE }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
  }
}

async function readResponse({ name }: ScimCall, response: Response): Promise<ScimResult> {
  const { status, headers } = response;
  const text = await readText(response);
  const cause = causeOf(status);
  if (cause !== undefined) {
    const retryAfterMs = retryAfterMsOf(header(headers, 'retry-after'), header(headers, 'date'));
    return failedCall({ cause, ...(retryAfterMs !== undefined && { retryAfterMs }) }, status);
  }
  if (status >= 300 && status < 400) {
    const remedy = "Joiner follows no redirect; set SCIM_BASE_URL to the server's final address";
    return unexpectedResponse(name, status, remedy);
  }
  if (text === undefined) {
    const remedy =
      'the body has more than 10 MB; have the server filter or page lists (RFC 7644, 3.4.2)';
    return unexpectedResponse(name, status, remedy);
  }
  const location = header(headers, 'location');
  return { kind: 'response', status, location, body: readScimObject(text) };
}

/**
 * Whether a 404 has a SCIM error body (RFC 7644, 3.12). Proxies and wrong base URLs send a 404
 * without one.
 */
export function isNotFound({ status, body }: ScimResponse): boolean {
  const schemas = body?.['schemas'];
  return status === 404 && Array.isArray(schemas) && schemas.includes(ERROR_SCHEMA);
}

/** Counts bytes after decompression, and stops reading at the limit: undefined if the body is too long. */
async function readText({ body }: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_RESPONSE_BYTES) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** undefined where the operation interprets the status itself. 501 can mean an unsupported filter. */
function causeOf(status: number): CallFailure['cause'] | undefined {
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403) return 'target-denied-access';
  if (status === 408 || (status >= 500 && status !== 501)) return 'target-unavailable';
  return undefined;
}

/** After a network error it is unknown whether the server carried out the call. */
function failureOf(error: unknown, signal: AbortSignal): CallFailure {
  if (signal.aborted) return { cause: 'out-of-time' };
  const { name, cause } = Object(error);
  // Thrown by the secret store, or by KMS for the key that encrypts the token.
  if (name === 'AccessDeniedException') return { cause: 'target-denied-access', error };
  // fetch reports network errors as a TypeError with a cause. A TypeError without one is our own bug.
  const isFromNetwork = name === 'TimeoutError' || (name === 'TypeError' && cause !== undefined);
  return { cause: isFromNetwork ? 'target-unavailable' : 'unexpected-error', error };
}

export function unexpectedResponse(name: string, status: number, problem: string): FailedCall {
  const error = new UnexpectedScimResponseError(name, status, problem);
  return failedCall({ cause: status === 404 ? 'target-not-found' : 'unexpected-error', error });
}

export function unexpectedStatus(name: string, status: number): FailedCall {
  const remedy = 'check SCIM_BASE_URL, and whether the server speaks SCIM 2.0';
  return unexpectedResponse(name, status, remedy);
}

function failedCall(failure: CallFailure, status?: number): FailedCall {
  return { kind: 'failed', failure, ...(status !== undefined && { status }) };
}

function header(headers: Headers, name: string): string | undefined {
  return headers.get(name) ?? undefined;
}
