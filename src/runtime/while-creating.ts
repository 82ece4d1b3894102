import type { Target } from '../provisioning/ports.ts';

/** Long enough for the request to have left, short of the time that a directory takes. */
const AFTER_MS = 20;

/**
 * A target that lets something be done while it creates an account: the wait for the directory is the
 * longest of a hire. Nothing is done where the answer comes sooner.
 */
export function whileCreating(target: Target, doIt: () => unknown): Target {
  return {
    ...target,
    async create(creation, signal) {
      const timer = setTimeout(doIt, AFTER_MS);
      try {
        return await target.create(creation, signal);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
