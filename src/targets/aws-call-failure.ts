import type { ServiceException } from '@smithy/core/client';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import type { CallFailure } from '../provisioning/ports.ts';
import { retryAfterMsOf } from './retry-after.ts';
import { UnexpectedAwsResponseError } from './unexpected-aws-response-error.ts';

type Failure = SdkError &
  Partial<Pick<ServiceException, '$response'>> & {
    /** A member of some AWS errors. */
    readonly RetryAfterSeconds?: number | undefined;
  };

const LIMITS: readonly string[] = ['LimitExceededException', 'ServiceQuotaExceededException'];

/**
 * Classifies an error after which it is unknown whether AWS carried out the call. The error's name counts
 * before the HTTP status, since several errors share status 400.
 */
export function classifyFailure(thrown: unknown, signal: AbortSignal): CallFailure {
  const failure = (thrown instanceof Error ? thrown : new Error(String(thrown))) as Failure;
  const cause = causeOf(failure, signal);
  const retryAfterMs = retryAfterMsOfFailure(failure);
  return {
    cause,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(cause === 'unexpected-error' && { error: withoutMessage(failure) }),
  };
}

function causeOf(failure: Failure, signal: AbortSignal): CallFailure['cause'] {
  if (failure.name === 'AccessDeniedException') return 'target-denied-access';
  // The SDK counts LimitExceededException as throttling, so it must be checked first.
  if (LIMITS.includes(failure.name)) return 'target-limit-exceeded';
  if (isThrottlingError(failure)) return 'throttled';
  if (failure.name === 'AbortError' || signal.aborted) return 'out-of-time';
  if (isTransientError(failure)) return 'target-unavailable';
  if (isServerError(failure)) return 'target-unavailable';
  // AWS reports refused signatures and expired credentials under many names.
  if (failure.$metadata?.httpStatusCode === 403) return 'target-denied-access';
  return 'unexpected-error';
}

function retryAfterMsOfFailure({ RetryAfterSeconds, $response }: Failure): number | undefined {
  if (RetryAfterSeconds !== undefined) return RetryAfterSeconds * 1000;
  return retryAfterMsOf($response?.headers['retry-after'], $response?.headers['date']);
}

/**
 * Drops the message of an error that has a response: the service or the parser may quote an address
 * in it.
 */
function withoutMessage(failure: Failure): Error {
  return failure.$response ? new UnexpectedAwsResponseError(failure) : failure;
}
