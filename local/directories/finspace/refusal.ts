import type { Fault } from '../aws-double/fault.ts';
import { type HttpResponse, unavailableResponse, withRetryAfter } from '../aws-double/response.ts';
import { internalError, ServiceError } from '../aws-double/service-error.ts';
import { errorResponse } from './response.ts';
import { conflict, validationError } from './service-errors.ts';

/** The response of a fault that refuses the call; undefined for any other fault. */
export function refusalOf(fault: Fault): HttpResponse | undefined {
  switch (fault.kind) {
    case 'throttle':
      return withRetryAfter(
        errorResponse(new ServiceError('ThrottlingException', 429, '')),
        fault.retryAfterSeconds,
      );
    case 'internal-error':
      return errorResponse(internalError());
    case 'unavailable':
      return withRetryAfter(unavailableResponse(), fault.retryAfterSeconds);
    case 'access-denied':
      return errorResponse(
        new ServiceError('AccessDeniedException', 403, 'User is not authorized to do this'),
      );
    case 'limit-exceeded':
      return errorResponse(
        new ServiceError('LimitExceededException', 400, 'The limit of users is reached'),
      );
    case 'validation':
      return errorResponse(validationError('The request is not acceptable', 'policy'));
    case 'conflict':
      return errorResponse(conflict('The request conflicts with an existing resource', 'user'));
    default:
      return undefined;
  }
}
