import { createHmac, randomBytes } from 'node:crypto';
import { validationError } from './service-errors.ts';

export type PageTokens = ReturnType<typeof createPageTokens>;

/** Opaque `nextToken`s: signed, so that only one that this run gave out, and has not expired, is taken. */
export function createPageTokens() {
  let key = randomBytes(32);

  function seal(afterSequence: number): string {
    const mac = createHmac('sha256', key).update(String(afterSequence)).digest('hex');
    return Buffer.from(`${afterSequence}.${mac}`).toString('base64url');
  }

  return {
    issue: seal,

    /** @throws {ServiceError} ValidationException for a token that is unknown or has expired. */
    read(token: string): number {
      const afterSequence = Number.parseInt(Buffer.from(token, 'base64url').toString(), 10);
      if (token !== seal(afterSequence))
        throw validationError(`nextToken '${token}' is invalid or has expired`, 'nextToken');
      return afterSequence;
    },

    expireAll(): void {
      key = randomBytes(32);
    },
  };
}
