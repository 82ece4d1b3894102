/**
 * The directory asks for a longer wait than an invocation has, so the hire returns to the queue.
 */
export const throttledForLong = { kind: 'throttle', retryAfterSeconds: 60 } as const;
