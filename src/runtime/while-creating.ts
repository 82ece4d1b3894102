import type { Target } from '../provisioning/ports.ts';

/** Long enough for the request to have left, and shorter than a directory takes. */
const DELAY_MS = 20;

/**
 * A target that runs an action while it creates an account, which is the longest wait of a hire.
 * The action does not run if the response comes sooner.
 */
export function whileCreating(target: Target, action: () => unknown): Target {
  return {
    ...target,
    async create(creation, signal) {
      const timer = setTimeout(action, DELAY_MS);
      try {
        return await target.create(creation, signal);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
