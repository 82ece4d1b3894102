import { setImmediate as turn } from 'node:timers/promises';
import type { CallName, HeldCall, Instance } from './instance.ts';

/** Lets calls go out until one of that name is held. Returns it, or nothing once all are done. */
export async function runUpTo(instance: Instance, name?: CallName): Promise<HeldCall | undefined> {
  for (;;) {
    const wanted = instance.held.find((call) => call.name === name);
    const [first] = instance.held;
    if (wanted || !first) return wanted;
    await first.go();
    await turn();
  }
}

/** Lets every call go out. */
export async function runOn(instance: Instance): Promise<void> {
  await runUpTo(instance);
}
