import type { CallFailure } from '../../provisioning/ports.ts';
import { retryAfterMsOf } from '../retry-after.ts';
import type { BearerToken } from './bearer-token.ts';
import { readScimObject, type ScimObject } from './json.ts';
import { UnexpectedScimResponseError } from './unexpected-scim-response-error.ts';

const MEDIA_TYPE = 'application/scim+json';
const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';
/** A hundred users with a photo each are less; what a broken server sends must not end the function. */
const MAX_ANSWER_BYTES = 10_000_000;

export interface ScimCall {
  /** What the call is, without personal data, for errors: `GET /Users/{id}`. */
  readonly name: string;
  /** From the base URL, encoded: `/Users?filter=...`. */
  readonly path: string;
  /** Sent by POST; without it the call is a GET. */
  readonly body?: object;
}

export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  readonly location: string | undefined;
  /** undefined if it was no JSON object. */
  readonly body: ScimObject | undefined;
}

export type ScimAnswer = Answered | { readonly kind: 'failed'; readonly why: CallFailure };

export interface ScimClient {
  /** Never throws. What is answered is the operation's own; all else is failedCall. */
  call(call: ScimCall, signal: AbortSignal): Promise<ScimAnswer>;
}

export interface ScimClientDeps {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly token: BearerToken;
  readonly requestTimeoutMs: number;
}

/** HTTP as RFC 7644 has it: a bearer token, `application/scim+json`, and no redirect that takes both elsewhere. */
export function createScimClient({ baseUrl, token, requestTimeoutMs }: ScimClientDeps): ScimClient {
  return {
    async call(call, signal) {
      try {
        const current = await token.current(signal);
        const answer = await send(call, current, signal);
        // Refused, a call "has not been applied" (RFC 9110, 15.5.2): a creation too may be sent again.
        if (answer.status !== 401) return await read(call, answer);
        await answer.body?.cancel();
        const renewed = await token.renewed(current, signal);
        if (renewed === undefined) return failedCall({ cause: 'target-denied-access' });
        return await read(call, await send(call, renewed, signal));
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
        // Lambda freezes an instance with its connections: one that died meanwhile would lose the next
        // call, and a create that is lost costs a look-up and a wait.
        connection: 'close',
        ...(body && { 'content-type': MEDIA_TYPE }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
  }
}

async function read({ name }: ScimCall, response: Response): Promise<ScimAnswer> {
  const { status, headers } = response;
  const text = await textOf(response);
  const cause = causeOf(status);
  if (cause !== undefined) {
    const retryAfterMs = retryAfterMsOf(header(headers, 'retry-after'), header(headers, 'date'));
    return failedCall({ cause, ...(retryAfterMs !== undefined && { retryAfterMs }) });
  }
  if (status >= 300 && status < 400) {
    const remedy = 'Joiner follows no redirect; set SCIM_BASE_URL to where the server is';
    return unexpected(name, status, remedy);
  }
  if (text === undefined) {
    const remedy = 'with more than 10 MB; have it filter lists, or page them (RFC 7644, 3.4.2)';
    return unexpected(name, status, remedy);
  }
  const location = header(headers, 'location');
  return { kind: 'answered', status, location, body: readScimObject(text) };
}

/** A 404 in SCIM's own words (RFC 7644, 3.12): other servers on the way, and wrong addresses, have theirs. */
export function isNotFound({ status, body }: Answered): boolean {
  const schemas = body?.['schemas'];
  return status === 404 && Array.isArray(schemas) && schemas.includes(ERROR_SCHEMA);
}

/** Counted as it is unpacked, and read no further than that: undefined if it is too long. */
async function textOf({ body }: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** undefined: the operation's own business. 501 is, as a filter may not be implemented. */
function causeOf(status: number): CallFailure['cause'] | undefined {
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403) return 'target-denied-access';
  if (status === 408 || (status >= 500 && status !== 501)) return 'target-unavailable';
  return undefined;
}

/** An error of the network may have happened before the server did its work, or after. */
function failureOf(error: unknown, signal: AbortSignal): CallFailure {
  if (signal.aborted) return { cause: 'out-of-time' };
  const { name, cause } = Object(error);
  // Of the place that keeps the token, or of the key that it is encrypted with.
  if (name === 'AccessDeniedException') return { cause: 'target-denied-access', error };
  // fetch tells what the network did as a TypeError with a cause; one without is a mistake of ours.
  const isFromNetwork = name === 'TimeoutError' || (name === 'TypeError' && cause !== undefined);
  return { cause: isFromNetwork ? 'target-unavailable' : 'unexpected-error', error };
}

export function unexpected(name: string, status: number, what: string) {
  const error = new UnexpectedScimResponseError(name, status, what);
  return failedCall({ cause: status === 404 ? 'target-not-found' : 'unexpected-error', error });
}

function failedCall(why: CallFailure) {
  return { kind: 'failed', why } as const;
}

function header(headers: Headers, name: string): string | undefined {
  return headers.get(name) ?? undefined;
}
