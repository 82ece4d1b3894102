import { createHmac, randomBytes } from 'node:crypto';
import { validationError } from './service-errors.ts';

export type PageTokens = ReturnType<typeof createPageTokens>;

/** Opaque `nextToken`s. They are signed: only tokens of this run that have not expired are accepted. */
export function createPageTokens() {
  let key = randomBytes(32);

  function sign(afterSequence: number): string {
    const mac = createHmac('sha256', key).update(String(afterSequence)).digest('hex');
    return Buffer.from(`${afterSequence}.${mac}`).toString('base64url');
  }

  return {
    issue: sign,

    /** @throws ServiceError ValidationException when the token is unknown or has expired */
    read(token: string): number {
      const afterSequence = Number.parseInt(Buffer.from(token, 'base64url').toString(), 10);
      if (token !== sign(afterSequence))
        throw validationError(`nextToken '${token}' is invalid or has expired`, 'nextToken');
      return afterSequence;
    },

    expireAll(): void {
      key = randomBytes(32);
    },
  };
}
