/** A fault of one call. */
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
  /** ValidationException for a rule that is not documented. */
  | { readonly kind: 'validation' }
  /** ConflictException, whether or not there is a conflict. */
  | { readonly kind: 'conflict' }
  /** Hangs before the call is carried out, until `release`. */
  | { readonly kind: 'hang' }
  /** Carries out the call, then hangs until `release`. */
  | { readonly kind: 'hang-after-commit' }
  /** Closes the connection without carrying out the call. */
  | { readonly kind: 'drop' }
  /** Carries out the call, then closes the connection. */
  | { readonly kind: 'lose-response' }
  /** Carries out the call and sends 200 with an empty object. */
  | { readonly kind: 'response-without-user-id' }
  /** Carries out the call after `ms` milliseconds of real time. */
  | { readonly kind: 'latency'; readonly ms: number };
