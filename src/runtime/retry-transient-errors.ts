import type { RetryStrategyV2 } from '@smithy/types';

/**
 * A retry strategy for the directory. A call that failed is retried at once, with the same client token.
 * A throttled call is not: the queue's backoff waits without holding an invocation.
 */
export function retryTransientErrors(limits: {
  readonly attempts: number;
  readonly delayMs: number;
}): RetryStrategyV2 {
  const token = (retries: number) => ({
    getRetryCount: () => retries,
    getRetryDelay: () => (retries === 0 ? 0 : limits.delayMs),
  });
  return {
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (last, { errorType }) => {
      const isTransient = errorType === 'TRANSIENT' || errorType === 'SERVER_ERROR';
      if (!isTransient || last.getRetryCount() + 1 >= limits.attempts)
        throw new Error('No retry here: the message is retried later.');
      return token(last.getRetryCount() + 1);
    },
    recordSuccess: () => {},
  };
}
