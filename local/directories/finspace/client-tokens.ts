import type { Clock } from '../../../src/provisioning/ports.ts';
import { validationError } from './service-errors.ts';

/** "This token expires in 10 minutes": the documentation of `clientToken`. */
const CLIENT_TOKEN_LIFE_MS = 10 * 60_000;

export interface RememberedToken {
  readonly operation: string;
  readonly clientToken: string;
  /** The input without its token, as JSON. */
  readonly content: string;
  readonly userId: string;
  /** Epoch milliseconds of the first success. */
  readonly usedAtMs: number;
}

export interface TokenUse {
  readonly operation: string;
  readonly clientToken: string | undefined;
  /** The input without its token. */
  readonly content: object;
}

export type ClientTokens = ReturnType<typeof createClientTokens>;

/** The tokens of successful calls, each for ten minutes from its first success. */
export function createClientTokens(clock: Clock, remembered: readonly RememberedToken[] = []) {
  const tokens = new Map(remembered.map((token) => [keyOf(token), token]));

  function forgetExpired(): void {
    for (const [key, token] of tokens) {
      if (clock.now() - token.usedAtMs >= CLIENT_TOKEN_LIFE_MS) tokens.delete(key);
    }
  }

  return {
    /**
     * The user id that the same call answered before, or what `act` answers now. A call that `act`
     * refuses leaves no trace: its token can be used again.
     *
     * FinSpace does not document what it answers to a known token with other content. A
     * ValidationException follows EC2's IdempotentParameterMismatch, a 400 that blames the request:
     * no resource is in conflict, and FinSpace's model has no error of its own for it.
     *
     * @throws {ServiceError} ValidationException for a known token with other content.
     */
    once(use: TokenUse, act: () => string): string {
      forgetExpired();
      if (use.clientToken === undefined) return act();
      const key = keyOf({ operation: use.operation, clientToken: use.clientToken });
      const content = JSON.stringify(Object.entries(use.content).sort());
      const known = tokens.get(key);
      if (known && known.content !== content)
        throw validationError(
          `clientToken '${use.clientToken}' was used before with other parameters`,
          'clientToken',
        );
      if (known) return known.userId;
      const userId = act();
      tokens.set(key, {
        operation: use.operation,
        clientToken: use.clientToken,
        content,
        userId,
        usedAtMs: clock.now(),
      });
      return userId;
    },

    stored(): RememberedToken[] {
      forgetExpired();
      return [...tokens.values()];
    },
  };
}

function keyOf(token: { readonly operation: string; readonly clientToken: string }): string {
  return JSON.stringify([token.operation, token.clientToken]);
}
