/** The token that every call carries; read once, kept in memory only. */
export interface BearerToken {
  /** @throws what the place that keeps the token throws */
  current(signal: AbortSignal): Promise<string>;
  /** The token that has taken the place of a refused one; undefined if none has. */
  renewed(refused: string, signal: AbortSignal): Promise<string | undefined>;
}

/** The place that keeps the token holds none that can be sent. Says so without it. */
class BearerTokenError extends Error {
  override readonly name = 'BearerTokenError';
  readonly isSafeToLog = true;
}

/** @param read fetches the token from where it is kept; calls that need it at once share one reading */
export function createBearerToken(read: (signal: AbortSignal) => Promise<string>): BearerToken {
  let reading: Promise<string> | undefined;

  function current(signal: AbortSignal): Promise<string> {
    reading ??= read(signal)
      .then(sendable)
      .catch((error: unknown) => {
        reading = undefined;
        throw error;
      });
    return reading;
  }

  return {
    current,
    async renewed(refused, signal) {
      const before = current(signal);
      const known = await before;
      if (known !== refused) return known;
      // Of the calls that were refused at once, the first has it read anew for all.
      if (reading === before) reading = undefined;
      const anew = await current(signal);
      return anew === refused ? undefined : anew;
    },
  };
}

/** As it stands, or as the `token` of a JSON object, which is what the Secrets Manager console writes. */
function sendable(secret: string): string {
  const token = (tokenMember(secret) ?? secret).trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new BearerTokenError(
    'SCIM_TOKEN_ARN: must keep the token alone, or JSON with a member "token", in printable ASCII without blanks; store it again',
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
