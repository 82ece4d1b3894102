import { setImmediate as turn } from 'node:timers/promises';
import type { CallName, HeldCall, Instance } from './instance.ts';

/** Lets calls go until one of that name is held; answers it, or nothing when all are done. */
export async function runUpTo(instance: Instance, name?: CallName): Promise<HeldCall | undefined> {
  for (;;) {
    const wanted = instance.held.find((call) => call.name === name);
    const [first] = instance.held;
    if (wanted || !first) return wanted;
    await first.go();
    await turn();
  }
}

/** Lets every call go. */
export async function runOn(instance: Instance): Promise<void> {
  await runUpTo(instance);
}
