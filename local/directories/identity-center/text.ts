import * as z from 'zod/mini';

/** From the service's own model. A pattern must match the whole string, as in the service. */
export const text = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(1024),
    z.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r \u00a0\u3000]+$/u),
  );
