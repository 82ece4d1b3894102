/** The token that every call carries. Read once per instance, kept in memory only. */
export interface BearerToken {
  /**
   * @throws the secret store's error when the secret cannot be read
   * @throws BearerTokenError when the secret contains no usable token
   */
  current(signal: AbortSignal): Promise<string>;
  /** The token that has replaced a refused one; undefined if the store still holds the refused one. */
  renewed(refused: string, signal: AbortSignal): Promise<string | undefined>;
}

/** The secret contains no token that an HTTP header can carry. The message does not quote the secret. */
class BearerTokenError extends Error {
  override readonly name = 'BearerTokenError';
  readonly isSafeToLog = true;
}

/** @param readSecret fetches the secret from its store; concurrent calls share one read */
export function createBearerToken(
  readSecret: (signal: AbortSignal) => Promise<string>,
): BearerToken {
  let cached: Promise<string> | undefined;

  function current(signal: AbortSignal): Promise<string> {
    cached ??= readSecret(signal)
      .then(parseToken)
      .catch((error: unknown) => {
        cached = undefined;
        throw error;
      });
    return cached;
  }

  return {
    current,
    async renewed(refused, signal) {
      const before = current(signal);
      const known = await before;
      if (known !== refused) return known;
      // When concurrent calls are refused together, only the first discards the cached token.
      if (cached === before) cached = undefined;
      const newest = await current(signal);
      return newest === refused ? undefined : newest;
    },
  };
}

/** The secret itself, or the `token` of a JSON object: the Secrets Manager console stores JSON. */
function parseToken(secret: string): string {
  const token = (tokenMember(secret) ?? secret).trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new BearerTokenError(
    'SCIM_TOKEN_ARN: must contain only the token, or JSON with a member "token", in printable ASCII without spaces; store it again',
  );
}

function tokenMember(secret: string): string | undefined {
  if (!secret.trimStart().startsWith('{')) return undefined;
  try {
    const { token } = JSON.parse(secret);
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}
