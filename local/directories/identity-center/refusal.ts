import type { Fault } from '../aws-double/fault.ts';
import { type HttpResponse, unavailableResponse, withRetryAfter } from '../aws-double/response.ts';
import { internalError, ServiceError } from '../aws-double/service-error.ts';
import { errorResponse } from './response.ts';
import { duplicate, validationError } from './service-errors.ts';

/** The response of a fault that refuses the call; undefined for any other fault. */
export function refusalOf(fault: Fault): HttpResponse | undefined {
  const error = errorOf(fault);
  if (error) return errorResponse(error);
  return fault.kind === 'unavailable'
    ? withRetryAfter(unavailableResponse(), fault.retryAfterSeconds)
    : undefined;
}

function errorOf(fault: Fault): ServiceError | undefined {
  switch (fault.kind) {
    case 'throttle': {
      const RetryAfterSeconds = fault.retryAfterSeconds;
      return new ServiceError('ThrottlingException', 400, 'Rate exceeded', { RetryAfterSeconds });
    }
    case 'internal-error':
      return internalError();
    case 'access-denied':
      return new ServiceError('AccessDeniedException', 400, 'User is not authorized to do this');
    case 'limit-exceeded':
      return new ServiceError(
        'ServiceQuotaExceededException',
        400,
        'The limit of users is reached',
      );
    case 'validation':
      return validationError('The request is not acceptable');
    case 'conflict':
      return duplicate('UserName');
    default:
      return undefined;
  }
}
