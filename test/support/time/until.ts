import { setTimeout as delay } from 'node:timers/promises';

/**
 * Looks at a state until it holds. After `timeoutMs` it throws the last state, which only ends a
 * test that hangs: a busy machine must not decide a test.
 */
export async function until<T>(
  look: () => T | Promise<T>,
  holds: (state: T) => boolean,
  timeoutMs = 60_000,
): Promise<T> {
  const giveUpAtMs = Date.now() + timeoutMs;
  for (;;) {
    const state = await look();
    if (holds(state)) return state;
    if (Date.now() > giveUpAtMs) throw new Error(`Still ${JSON.stringify(state)}`);
    await delay(10);
  }
}
