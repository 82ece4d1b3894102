import type { RetryStrategyV2 } from '@smithy/types';

/**
 * A retry strategy for the directory: one that failed is asked again at once, under the same client
 * token; one that throttles is not, because the queue's backoff waits without holding an invocation.
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
      const isWorthIt = errorType === 'TRANSIENT' || errorType === 'SERVER_ERROR';
      if (!isWorthIt || last.getRetryCount() + 1 >= limits.attempts)
        throw new Error('No retry: the message is tried again later.');
      return token(last.getRetryCount() + 1);
    },
    recordSuccess: () => {},
  };
}
