import { randomUUID } from 'node:crypto';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a caller gets: an answer, or a connection that closes without one. */
export type Ending = Answer | 'no-answer';

/** A JSON answer of the content type that the protocol has. */
export function jsonAnswer(status: number, contentType: string, output: object): Answer {
  return {
    status,
    headers: { 'content-type': contentType, 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(output),
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
