import { randomUUID } from 'node:crypto';

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The end of a request: a response, or a connection that closes without one. */
export type HttpResult = HttpResponse | 'no-response';

/** A JSON response with the content type of the protocol. */
export function jsonResponse(status: number, contentType: string, output: object): HttpResponse {
  return {
    status,
    headers: { 'content-type': contentType, 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(output),
  };
}

/** The 503 of a load balancer in front of the service: no error type, no JSON. */
export function unavailableResponse(): HttpResponse {
  return {
    status: 503,
    headers: { 'content-type': 'text/html' },
    body: '<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>',
  };
}

export function withRetryAfter(response: HttpResponse, seconds: number | undefined): HttpResponse {
  if (seconds === undefined) return response;
  return { ...response, headers: { ...response.headers, 'retry-after': String(seconds) } };
}
