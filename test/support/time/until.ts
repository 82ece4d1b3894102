import { setTimeout as delay } from 'node:timers/promises';

/**
 * Looks at a state again and again until it holds; throws what it last saw after `timeoutMs`, which only
 * ends a test that hangs: a busy machine must not decide one.
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
