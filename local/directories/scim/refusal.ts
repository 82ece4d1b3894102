import { type Answer, unavailableAnswer, withRetryAfter } from '../aws-double/answer.ts';
import type { Fault } from '../aws-double/fault.ts';

/** What a fault answers instead of doing the call, if it is one that does so. */
export function refusalOf(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'throttle':
      return withRetryAfter(errorAnswer(429), fault.retryAfterSeconds);
    case 'internal-error':
      return errorAnswer(500);
    case 'unavailable':
      return withRetryAfter(unavailableAnswer(), fault.retryAfterSeconds);
    case 'access-denied':
      return errorAnswer(403);
    // SCIM has no word for it.
    case 'limit-exceeded':
      return errorAnswer(507);
    case 'validation':
      return errorAnswer(400, 'invalidValue');
    case 'conflict':
      return errorAnswer(409, 'uniqueness');
    default:
      return undefined;
  }
}

/** An error message (RFC 7644, 3.12). */
export function errorAnswer(status: number, scimType?: string): Answer {
  return scimAnswer(status, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    scimType,
  });
}

export function scimAnswer(status: number, message: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify(message),
  };
}
