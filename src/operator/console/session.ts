import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../provisioning/ports.ts';

/** Who may use a console: the browser that was opened with a token, until it has been idle for too long. */
export interface Session {
  /** Begins and ends with a slash. A cookie is sent to every port of a host, but to this path only. */
  readonly path: string;
  /** In every form, as a form of another site could be sent with the cookie. */
  readonly formToken: string;
  /** The value of the header that sets the cookie. */
  readonly setCookie: string;
  /** A token that opens the console once, within a minute. */
  newToken(): string;
  /** Whether the token opens the console. It does so once. */
  takeToken(token: string): boolean;
  holdsCookie(header: string | undefined): boolean;
  isFormToken(text: unknown): boolean;
  /** A person did something, or has to be given time to see what work came to. */
  use(): void;
  isIdle(): boolean;
}

const TOKEN_MS = 60_000;
const IDLE_MS = 30 * 60_000;
const COOKIE = 'joiner-console';
const SECRET_BYTES = 32;

/** @param isAtWork a person may wait for the end: meanwhile the session is not idle */
export function createSession(clock: Clock, isAtWork: () => boolean): Session {
  const path = `/${newSecret()}/`;
  const cookie = newSecret();
  const formToken = newSecret();
  const expiryByToken = new Map<string, number>();
  let usedAtMs = clock.now();
  return {
    path,
    formToken,
    setCookie: `${COOKIE}=${cookie}; Path=${path}; HttpOnly; SameSite=Strict`,
    newToken() {
      const token = newSecret();
      expiryByToken.set(token, clock.now() + TOKEN_MS);
      return token;
    },
    takeToken(token) {
      const expiresAtMs = expiryByToken.get(token);
      expiryByToken.delete(token);
      return expiresAtMs !== undefined && clock.now() < expiresAtMs;
    },
    holdsCookie: (header = '') =>
      header
        .split(';')
        .map((part) => part.trim())
        .some((part) => isSame(part, `${COOKIE}=${cookie}`)),
    isFormToken: (text) => typeof text === 'string' && isSame(text, formToken),
    use() {
      usedAtMs = clock.now();
    },
    isIdle: () => !isAtWork() && clock.now() - usedAtMs >= IDLE_MS,
  };
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
