import * as v from 'valibot';

/** From the service's own model. A pattern must match the whole string, as in the service. */
export const text = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(1024),
  v.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r \u00a0\u3000]+$/u),
);
