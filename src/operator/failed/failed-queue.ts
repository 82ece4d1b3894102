/** The queues whose messages wait for an operator. */
export type FailedQueue = 'dead-letter' | 'rejected';

export const FAILED_QUEUES: readonly FailedQueue[] = ['dead-letter', 'rejected'];
