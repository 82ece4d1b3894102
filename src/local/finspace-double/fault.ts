import { type Answer, errorAnswer, unavailableAnswer, withRetryAfter } from './answer.ts';
import { conflict, ServiceError, validationError } from './service-error.ts';

/** What can go wrong with one call. */
export type Fault =
  /** 429 ThrottlingException. */
  | { readonly kind: 'throttle'; readonly retryAfterSeconds?: number }
  /** 500 InternalServerException. */
  | { readonly kind: 'internal-error' }
  /** 503 from a load balancer: no JSON, no error type. */
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds?: number }
  /** 403 AccessDeniedException. */
  | { readonly kind: 'access-denied' }
  /** 400 LimitExceededException. */
  | { readonly kind: 'limit-exceeded' }
  /** 400 ValidationException for a rule that only the service knows. */
  | { readonly kind: 'validation' }
  /** 409 ConflictException, whoever is in the directory. */
  | { readonly kind: 'conflict' }
  /** No answer and nothing done until `release`; then the call goes on, however late. */
  | { readonly kind: 'hang' }
  /** Done, but no answer until `release`. */
  | { readonly kind: 'hang-after-commit' }
  /** The connection closes and nothing was done. */
  | { readonly kind: 'drop' }
  /** Done, and then the connection closes. */
  | { readonly kind: 'lose-answer' }
  /** Done, and answered 200 with an empty object. */
  | { readonly kind: 'answer-without-user-id' }
  /** Done and answered after so many milliseconds of real time. */
  | { readonly kind: 'latency'; readonly ms: number };

/** What a fault answers instead of doing the call, if it is one that does so. */
export function refusalOf(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'throttle':
      return withRetryAfter(
        errorAnswer(new ServiceError('ThrottlingException', 429, '')),
        fault.retryAfterSeconds,
      );
    case 'internal-error':
      return errorAnswer(new ServiceError('InternalServerException', 500, 'Internal error'));
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
