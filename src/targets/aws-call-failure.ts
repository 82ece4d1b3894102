import type { ServiceException } from '@smithy/core/client';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import type { CallFailure } from '../provisioning/ports.ts';
import { retryAfterMsOf } from './retry-after.ts';
import { UnexpectedAwsResponseError } from './unexpected-aws-response-error.ts';

type Failure = SdkError &
  Partial<Pick<ServiceException, '$response'>> & {
    /** A member of some services' errors. */
    readonly RetryAfterSeconds?: number | undefined;
  };

const LIMITS: readonly string[] = ['LimitExceededException', 'ServiceQuotaExceededException'];

/**
 * Why a call of an AWS service gave no answer that is one of the operation's own, so that the call may
 * have happened or not. Told by the error's name first: 400 stands for several of them.
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
  // The SDK counts the first among the throttling errors, so it must be told apart before them.
  if (LIMITS.includes(failure.name)) return 'target-limit-exceeded';
  if (isThrottlingError(failure)) return 'throttled';
  if (failure.name === 'AbortError' || signal.aborted) return 'out-of-time';
  if (isTransientError(failure)) return 'target-unavailable';
  if (isServerError(failure)) return 'target-unavailable';
  // Refused signatures and expired credentials, under the many names that AWS has for them.
  if (failure.$metadata?.httpStatusCode === 403) return 'target-denied-access';
  return 'unexpected-error';
}

function retryAfterMsOfFailure({ RetryAfterSeconds, $response }: Failure): number | undefined {
  if (RetryAfterSeconds !== undefined) return RetryAfterSeconds * 1000;
  return retryAfterMsOf($response?.headers['retry-after'], $response?.headers['date']);
}

/** The words of an answer, and of a parser that quotes it, may hold an address: they are not kept. */
function withoutMessage(failure: Failure): Error {
  return failure.$response ? new UnexpectedAwsResponseError(failure) : failure;
}
