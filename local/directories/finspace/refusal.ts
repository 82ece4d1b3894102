import { type Answer, unavailableAnswer, withRetryAfter } from '../aws-double/answer.ts';
import type { Fault } from '../aws-double/fault.ts';
import { internalError, ServiceError } from '../aws-double/service-error.ts';
import { errorAnswer } from './answer.ts';
import { conflict, validationError } from './service-errors.ts';

/** What a fault answers instead of doing the call, if it is one that does so. */
export function refusalOf(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'throttle':
      return withRetryAfter(
        errorAnswer(new ServiceError('ThrottlingException', 429, '')),
        fault.retryAfterSeconds,
      );
    case 'internal-error':
      return errorAnswer(internalError());
    case 'unavailable':
      return withRetryAfter(unavailableAnswer(), fault.retryAfterSeconds);
    case 'access-denied':
      return errorAnswer(
        new ServiceError('AccessDeniedException', 403, 'User is not authorized to do this'),
      );
    case 'limit-exceeded':
      return errorAnswer(
        new ServiceError('LimitExceededException', 400, 'The limit of users is reached'),
      );
    case 'validation':
      return errorAnswer(validationError('The request is not acceptable', 'policy'));
    case 'conflict':
      return errorAnswer(conflict('The request conflicts with an existing resource', 'user'));
    default:
      return undefined;
  }
}
