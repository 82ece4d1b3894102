import type { Fault } from '../aws-double/fault.ts';
import { type HttpResponse, unavailableResponse, withRetryAfter } from '../aws-double/response.ts';

/** The response of a fault that refuses the call; undefined for any other fault. */
export function refusalOf(fault: Fault): HttpResponse | undefined {
  switch (fault.kind) {
    case 'throttle':
      return withRetryAfter(errorResponse(429), fault.retryAfterSeconds);
    case 'internal-error':
      return errorResponse(500);
    case 'unavailable':
      return withRetryAfter(unavailableResponse(), fault.retryAfterSeconds);
    case 'access-denied':
      return errorResponse(403);
    // SCIM defines no error for a reached limit.
    case 'limit-exceeded':
      return errorResponse(507);
    case 'validation':
      return errorResponse(400, 'invalidValue');
    case 'conflict':
      return errorResponse(409, 'uniqueness');
    default:
      return undefined;
  }
}

/** An error response (RFC 7644, 3.12). */
export function errorResponse(status: number, scimType?: string): HttpResponse {
  return scimResponse(status, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    scimType,
  });
}

/** @param body absent in a 204 */
export function scimResponse(status: number, body?: object): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/scim+json' },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}
