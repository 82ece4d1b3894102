/** The directory asks for a longer wait than an invocation grants: the hire goes back to the queue. */
export const throttledForLong = { kind: 'throttle', retryAfterSeconds: 60 } as const;
