import type { Target } from '../provisioning/ports.ts';
import { onceSent } from './once-sent.ts';

/**
 * A target that runs an action while it first creates an account, which is the longest wait of a hire.
 * The action does not run after the response: it could freeze with the instance.
 */
export function whileCreating(target: Target, action: () => unknown): Target {
  let hasRun = false;
  const act = () => {
    hasRun = true;
    action();
  };
  return {
    ...target,
    async create(creation, signal) {
      if (hasRun) return target.create(creation, signal);
      const cancel = onceSent(act);
      try {
        return await target.create(creation, signal);
      } finally {
        cancel();
      }
    },
  };
}
