/** What can go wrong with one call. */
export type Fault =
  /** ThrottlingException. */
  | { readonly kind: 'throttle'; readonly retryAfterSeconds?: number }
  /** InternalServerException. */
  | { readonly kind: 'internal-error' }
  /** 503 from a load balancer: no JSON, no error type. */
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds?: number }
  /** AccessDeniedException. */
  | { readonly kind: 'access-denied' }
  /** A limit of the service is reached. */
  | { readonly kind: 'limit-exceeded' }
  /** ValidationException for a rule that only the service knows. */
  | { readonly kind: 'validation' }
  /** ConflictException, whoever is in the directory. */
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
