import { randomUUID } from 'node:crypto';
import type { ServiceError } from './service-error.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a caller gets: an answer, or a connection that closes without one. */
export type Ending = Answer | 'no-answer';

export function successAnswer(output: object): Answer {
  return { status: 200, headers: jsonHeaders(), body: JSON.stringify(output) };
}

/** An error as rest-json puts it: its name in `x-amzn-errortype`, its members in the body. */
export function errorAnswer(error: ServiceError): Answer {
  const members = { message: error.message || undefined, reason: error.reason };
  return {
    status: error.status,
    headers: { ...jsonHeaders(), 'x-amzn-errortype': error.name },
    body: JSON.stringify(members),
  };
}

/** What a load balancer in front of the service answers: no error type, no JSON. */
export function unavailableAnswer(): Answer {
  return {
    status: 503,
    headers: { 'content-type': 'text/html' },
    body: '<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>',
  };
}

export function withRetryAfter(answer: Answer, seconds: number | undefined): Answer {
  if (seconds === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(seconds) } };
}

function jsonHeaders(): Record<string, string> {
  return { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() };
}
