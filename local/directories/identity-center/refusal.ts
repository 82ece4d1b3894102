import { type Answer, unavailableAnswer, withRetryAfter } from '../aws-double/answer.ts';
import type { Fault } from '../aws-double/fault.ts';
import { internalError, ServiceError } from '../aws-double/service-error.ts';
import { errorAnswer } from './answer.ts';
import { taken, validationError } from './service-errors.ts';

/** What a fault answers instead of doing the call, if it is one that does so. */
export function refusalOf(fault: Fault): Answer | undefined {
  const error = errorOf(fault);
  if (error) return errorAnswer(error);
  return fault.kind === 'unavailable'
    ? withRetryAfter(unavailableAnswer(), fault.retryAfterSeconds)
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
      return taken('UserName');
    default:
      return undefined;
  }
}
