import type { Clock } from '../../../src/provisioning/ports.ts';
import { validationError } from './service-errors.ts';

/** "This token expires in 10 minutes": the documentation of `clientToken`. */
const CLIENT_TOKEN_LIFE_MS = 10 * 60_000;

export interface RememberedToken {
  readonly clientToken: string;
  /** The input without its token, as JSON. */
  readonly content: string;
  /** Of the user whom the call was about. */
  readonly userId: string;
  /** Epoch milliseconds of the first success. */
  readonly usedAtMs: number;
}

export interface TokenUse {
  readonly clientToken: string | undefined;
  /** The input without its token. */
  readonly content: object;
}

export type ClientTokens = ReturnType<typeof createClientTokens>;

/** Remembers the tokens of successful calls, each for ten minutes from its first success. */
export function createClientTokens(clock: Clock, remembered: readonly RememberedToken[] = []) {
  const tokens = new Map(remembered.map((token) => [token.clientToken, token]));

  function forgetExpired(): void {
    for (const [key, token] of tokens) {
      if (clock.now() - token.usedAtMs >= CLIENT_TOKEN_LIFE_MS) tokens.delete(key);
    }
  }

  return {
    /**
     * Returns the user id of the earlier call with the same token, or performs the call. The token of a
     * call that throws can be used again.
     *
     * FinSpace does not document the error for a known token with other content. A ValidationException
     * follows EC2's IdempotentParameterMismatch, a 400 for the request: no resource is in conflict, and
     * FinSpace's model has no error for this case.
     *
     * @throws ServiceError ValidationException when a known token comes with other content
     */
    once(use: TokenUse, perform: () => string): string {
      forgetExpired();
      const { clientToken } = use;
      if (clientToken === undefined) return perform();
      const content = JSON.stringify(Object.entries(use.content).sort());
      const known = tokens.get(clientToken);
      if (known && known.content !== content)
        throw validationError(
          `clientToken '${clientToken}' was used before with other parameters`,
          'clientToken',
        );
      if (known) return known.userId;
      const userId = perform();
      tokens.set(clientToken, { clientToken, content, userId, usedAtMs: clock.now() });
      return userId;
    },

    stored(): RememberedToken[] {
      forgetExpired();
      return [...tokens.values()];
    },
  };
}
